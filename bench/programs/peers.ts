import { z } from 'zod';
import { listenLocally } from '../../simulators/http/local-server';
import { createLightDevo } from '../peers/light-devo';
import { servedList, type ServedList } from '../peers/served-list';
import { answerMessages } from './answering';

const messageSchema = z.union([
  z.object({ rows: z.number(), kind: z.enum(['still', 'moving']) }),
  z.object({ count: z.literal(true) }),
]);

const devo = createLightDevo();
let list: ServedList | null = null;
let downloads = 0;

const server = listenLocally(
  (request, response) => {
    const path = request.url ?? '/';
    if (path.startsWith('/lookup-api/')) return devo.serve(request, response, path);
    const body = list?.next() ?? Buffer.alloc(0);
    downloads += 1;
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': body.length,
    });
    return Promise.resolve(response.end(body));
  },
  0,
  console.error,
);

/** CTCI and Devo, as quick as they can be: neither shall be what is measured. */
answerMessages(async (message) => {
  const wanted = messageSchema.parse(message);
  if ('rows' in wanted) list = servedList(wanted.rows, wanted.kind);
  return {
    url: (await server).url,
    downloads,
    deploys: devo.deploys(),
    lastBytes: devo.lastBytes(),
    lastAt: devo.lastAt(),
  };
});

import { z } from 'zod';
import { listenLocally } from '../../simulators/http/local-server';
import { createLightThreatquotient } from '../peers/light-threatquotient';
import { answerMessages } from './answering';

const messageSchema = z.object({ events: z.number(), overSeconds: z.number() });

const threatq = createLightThreatquotient();
const server = listenLocally(
  (request, response) => threatq.serve(request, response, new URL(request.url ?? '/', 'http://bench')),
  0,
  console.error,
);

/** A ThreatQ with a backlog. Answers with its address. */
answerMessages(async (message) => {
  const { events, overSeconds } = messageSchema.parse(message);
  threatq.fill(events, overSeconds);
  return { url: (await server).url };
});

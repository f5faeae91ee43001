import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { z } from 'zod';
import { peakBytes } from '../stage/process-cost';
import { answerMessages } from './answering';

const messageSchema = z.object({
  url: z.string(),
  port: z.number(),
  chain: z.string(),
  cert: z.string(),
  key: z.string(),
  limit: z.number(),
});
const pageSchema = z.object({ total: z.number(), data: z.array(z.record(z.string(), z.unknown())) });

/**
 * What anybody would write in an afternoon: ask for page after page, write each event as a record over one TLS
 * connection. It remembers nothing and confirms nothing but the end. Answers with the time of the start.
 */
answerMessages(async (message) => {
  const { url, port, chain, cert, key, limit } = messageSchema.parse(message);
  const startedAt = performance.timeOrigin + performance.now();
  const socket = connect({
    host: 'localhost',
    port,
    ca: readFileSync(chain),
    cert: readFileSync(cert),
    key: readFileSync(key),
  });
  await once(socket, 'secureConnect');
  for (let offset = 0; ;) {
    const response = await fetch(`${url}/api/events/query?limit=${limit}&offset=${offset}&sort=updated_at,id`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const { total, data } = pageSchema.parse(await response.json());
    const records = data.map(
      (event) =>
        '<14>Jan  1 00:00:00 bench ' +
        `threatintel.threatquotient.platform.${String(event['type']).toLowerCase().replaceAll(' ', '')}: ` +
        `${JSON.stringify({ ...event, '@devo_pulling_id': startedAt / 1000 })}\n`,
    );
    if (!socket.write(records.join(''))) await once(socket, 'drain');
    offset += data.length;
    if (data.length === 0 || offset >= total) break;
  }
  socket.end();
  return { startedAt, peak: peakBytes(process.pid) };
});

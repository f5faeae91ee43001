import { z } from 'zod';
import { plainChunks } from '../../outputs/devo-events/syslog/record-chunks';
import { recordHeader } from '../../outputs/devo-events/syslog/syslog-record';
import { SyslogSender } from '../../outputs/devo-events/syslog/syslog-sender';
import { openTarget } from '../../outputs/devo-events/syslog/syslog-target';
import { eventMessages } from '../peers/event-messages';
import { answerMessages } from './answering';

const messageSchema = z.object({
  port: z.number(),
  chain: z.string(),
  cert: z.string(),
  key: z.string(),
  tag: z.string(),
  host: z.string(),
  events: z.number(),
});
const NEVER = new AbortController().signal;
const messages = eventMessages();

/** Sends events as the output does, over one connection, and has them confirmed. Answers with the time of the start. */
answerMessages(async (message) => {
  const { port, chain, cert, key, tag, host, events } = messageSchema.parse(message);
  const settingsPath = 'bench';
  const sender = new SyslogSender(
    () => openTarget({ address: 'localhost', port, chain, cert, key, settingsPath }, NEVER),
    Date.now,
  );
  await sender.write(new Uint8Array()); // connects
  const startedAt = performance.timeOrigin + performance.now();
  for (const { bytes } of plainChunks(recordHeader(host, tag, settingsPath), numbered(events)))
    await sender.write(bytes);
  await sender.confirm();
  return { startedAt, connections: sender.connections };
});

function* numbered(events: number): Generator<string> {
  for (let sent = 0; sent < events; sent += 1) yield messages[sent % messages.length] ?? '';
}

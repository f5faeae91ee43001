import { z } from 'zod';
import { startSyslogSink, type SyslogSink } from '../../simulators/syslog/syslog-sink';
import { answerMessages } from './answering';

const messageSchema = z.union([
  z.object({ key: z.string(), cert: z.string(), ca: z.string() }),
  z.object({ waitFor: z.number() }),
]);

let sink: SyslogSink | null = null;

/** A TLS sink that counts. Waiting answers with the time at which the last event was read, epoch milliseconds. */
answerMessages(async (message) => {
  const wanted = messageSchema.parse(message);
  if ('key' in wanted) {
    sink = await startSyslogSink({ ...wanted, mode: 'count' });
    return { port: sink.port };
  }
  if (sink === null) throw new Error('the sink has not been started');
  await sink.waitFor(wanted.waitFor);
  const at = performance.timeOrigin + performance.now();
  const received = sink.received();
  sink.clear();
  return { at, received };
});

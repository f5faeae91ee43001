import { z } from 'zod';
import { CONNECT, runPython, type SdkTarget } from '../../test/outputs/devo-events/python-sdk';
import { eventMessages } from './event-messages';

const LIMIT_MS = 120_000;

export interface PythonJob extends Omit<SdkTarget, 'python'> {
  readonly tag: string;
  readonly events: number;
}

/** The SDK's plainest and quickest way: one `send` for each message, over one connection. */
const SCRIPT = `${CONNECT}
messages, tag, count = job["messages"], job["tag"], len(job["messages"])
started = time.time() * 1000
for index in range(job["events"]):
    sender.send(tag=tag, msg=messages[index % count])
sender.flush_buffer()
sender.close()
print(json.dumps({"startedAt": started}))
`;

/** Sends the same events by Devo's Python SDK. Answers with the time of the start, epoch milliseconds. */
export async function sendByPython(
  python: string,
  { tag, events, ...target }: PythonJob,
): Promise<{ startedAt: number }> {
  const printed = await runPython({ python, ...target }, SCRIPT, { tag, events, messages: eventMessages() }, LIMIT_MS);
  return z.object({ startedAt: z.number() }).parse(JSON.parse(printed));
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { eventMessages } from './event-messages';

const run = promisify(execFile);
const LIMIT_MS = 120_000;

export interface PythonJob {
  readonly port: number;
  readonly chain: string;
  readonly cert: string;
  readonly key: string;
  readonly tag: string;
  readonly hostname: string;
  readonly events: number;
}

/** The SDK's plainest and quickest way: one `send` for each message, over one connection. */
const SCRIPT = `
import json, socket, sys, time
from devo.sender import Sender, SenderConfigSSL
job = json.load(sys.stdin)
socket.gethostname = lambda: job["hostname"]
sender = Sender(SenderConfigSSL(address=("localhost", job["port"]), chain=job["chain"], cert=job["cert"], key=job["key"]))
messages, tag, count = job["messages"], job["tag"], len(job["messages"])
started = time.time() * 1000
for index in range(job["events"]):
    sender.send(tag=tag, msg=messages[index % count])
sender.flush_buffer()
sender.close()
print(json.dumps({"startedAt": started}))
`;

/** Sends the same events by Devo's Python SDK. Answers with the time of the start, epoch milliseconds. */
export async function sendByPython(python: string, job: PythonJob): Promise<{ startedAt: number }> {
  const child = run(python, ['-W', 'ignore', '-c', SCRIPT], { timeout: LIMIT_MS });
  child.child.stdin?.end(JSON.stringify({ ...job, messages: eventMessages() }));
  const { stdout } = await child;
  return z.object({ startedAt: z.number() }).parse(JSON.parse(stdout));
}

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const VERSION = '7.0.2';

/**
 * Devo's Python SDK in an environment of its own, made once and kept in the user's cache. Null without python3.
 *
 * @returns path of its python
 */
export async function pythonWithDevoSdk(): Promise<string | null> {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ctci-collector');
  const place = join(cache, `python-devo-sdk-${VERSION}`);
  const python = join(place, 'bin', 'python');
  if (await hasSdk(python)) return python;
  if (!(await works('python3'))) return null;
  await mkdir(cache, { recursive: true });
  await rm(place, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', place]);
  await run(python, ['-m', 'pip', 'install', '--quiet', `devo-sdk==${VERSION}`], { timeout: 300_000 });
  return python;
}

async function hasSdk(python: string): Promise<boolean> {
  if (!existsSync(python)) return false;
  const { stdout } = await run(python, ['-c', 'import importlib.metadata as m; print(m.version("devo-sdk"))']).catch(
    () => ({ stdout: '' }),
  );
  return stdout.trim() === VERSION;
}

async function works(command: string): Promise<boolean> {
  return run(command, ['--version']).then(
    () => true,
    () => false,
  );
}

/** Where the SDK connects to, and as whom. */
export interface SdkTarget {
  readonly python: string;
  readonly port: number;
  readonly chain: string;
  readonly cert: string;
  readonly key: string;
  readonly hostname: string;
}

/** Begins every script: the job comes as JSON on stdin, `sender` is connected. */
export const CONNECT = `
import json, socket, sys, time
from devo.sender import Sender, SenderConfigSSL, Lookup
job = json.load(sys.stdin)
socket.gethostname = lambda: job["hostname"]
address = ("localhost", job["port"])
sender = Sender(SenderConfigSSL(address=address, chain=job["chain"], cert=job["cert"], key=job["key"]))
`;

/** Sends messages as the SDK does: plain, multiline, or zipped. */
export async function sendEventsByPython(
  target: SdkTarget,
  tag: string,
  messages: readonly string[],
  form: 'plain' | 'multiline' | 'zip',
): Promise<void> {
  const script = `${CONNECT}
for message in job["messages"]:
    if job["form"] == "zip":
        sender.send(tag=job["tag"].encode(), msg=message.encode("utf-8"), zip=True)
    else:
        sender.send(tag=job["tag"], msg=message, multiline=job["form"] == "multiline")
sender.flush_buffer()
sender.close()
`;
  await runPython(target, script, { tag, messages, form });
}

export interface PythonLookup {
  readonly name: string;
  readonly id: string;
  readonly action: 'FULL' | 'INC';
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly deleted: readonly (readonly string[])[];
}

/**
 * Sends a lookup as the SDK does, with quotes and newlines escaped and without delays. The key is the first column
 * named \`cve\`.
 */
export async function sendLookupByPython(target: SdkTarget, lookup: PythonLookup): Promise<void> {
  const script = `${CONNECT}
lookup = Lookup(name=job["name"], con=sender, delay=0, escape_quotes=True, escape_newline=True)
lookup.lookup_id = job["id"]
key = job["headers"].index("cve")
lookup.send_headers(headers=job["headers"], key_index=key, event="START", action=job["action"])
for row in job["rows"]:
    lookup.send_data_line(fields=row, key_index=key)
for row in job["deleted"]:
    lookup.send_data_line(fields=row, key_index=key, delete=True)
lookup.send_headers(headers=job["headers"], key_index=key, event="END", action=job["action"])
sender.close()
`;
  await runPython(target, script, { ...lookup });
}

/** Runs a script that begins with CONNECT; returns what it prints. */
export async function runPython(target: SdkTarget, script: string, job: object, limitMs = 60_000): Promise<string> {
  const { python, ...connection } = target;
  const child = run(python, ['-W', 'ignore', '-c', script], { timeout: limitMs });
  child.child.stdin?.end(JSON.stringify({ ...job, ...connection }));
  return (await child).stdout;
}

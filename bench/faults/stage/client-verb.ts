import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { endLater } from './left-processes';

const CLIENT = join(__dirname, '..', '..', '..', 'client', 'cli.js');
const VERB_LIMIT_MS = 60_000;

/** What a verb has left. */
export interface VerbEnd {
  /** Null when it was ended because it did not end by itself. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a verb of the client to its end, as a person in that folder would. */
export function runVerb(args: readonly string[], folder: string, environment: NodeJS.ProcessEnv): Promise<VerbEnd> {
  const child = spawn(process.execPath, [CLIENT, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: VERB_LIMIT_MS,
    killSignal: 'SIGKILL',
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
  });
  const forget = endLater(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  return new Promise((resolve) =>
    child.once('close', (code) => {
      forget();
      resolve({ code, stdout, stderr });
    }),
  );
}

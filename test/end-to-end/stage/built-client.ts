import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The client as users run it, once built. */
export const CLIENT = join(__dirname, '..', '..', '..', 'dist', 'client', 'cli.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const errorSchema = z.looseObject({
  number: z.number(),
  name: z.string(),
  setting: z.string().nullable(),
  message: z.string(),
  remedy: z.string(),
});

const serviceSchema = z.looseObject({
  input: z.string(),
  service: z.string(),
  workflow_id: z.string(),
  state: z.string(),
  last_failure: errorSchema.nullable(),
});

/** What `--json` prints, as far as tests look at it. */
export const documentSchema = z.looseObject({
  ok: z.boolean(),
  services: z.array(serviceSchema),
  error: errorSchema.optional(),
  errors: z.array(errorSchema).optional(),
});

/** Starts the built client. Only these variables and PATH are in its environment. */
export function startClient(args: readonly string[], env: NodeJS.ProcessEnv, cwd?: string): ChildProcess {
  if (!existsSync(CLIENT)) throw new Error('The program is not built: node tools/build.mjs');
  return spawn(process.execPath, [CLIENT, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the built client to its end. */
export async function runClient(args: readonly string[], env: NodeJS.ProcessEnv, cwd?: string): Promise<Ended> {
  const child = startClient(args, env, cwd);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  return { code, stdout, stderr };
}

/** The one document on stdout. */
export function documentOf({ stdout }: Ended): z.output<typeof documentSchema> {
  return documentSchema.parse(JSON.parse(stdout));
}

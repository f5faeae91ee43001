import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { RunningProgram } from './running-program';

export const ROOT = join(__dirname, '..', '..', '..');

const CLIENT = join(ROOT, 'dist', 'client', 'cli.js');

/** Brings dist/ to the sources. Quick when it is: `npm test` has built it before any test runs. */
export async function build(): Promise<void> {
  const program = new RunningProgram(
    spawn(process.execPath, [join(ROOT, 'tools', 'build.mjs')], { stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  const { code } = await program.ended;
  if (code !== 0) throw new Error(`The product cannot be built:\n${program.stdout}${program.stderr}`);
}

/** The environment of a user who has set nothing but what is given here. */
export function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TEST_TEMPORAL_CLI } = process.env;
  return { PATH, HOME, LANG, TEMPORAL_CLI_PATH: TEST_TEMPORAL_CLI, NO_COLOR: '1', ...more };
}

/** Starts a verb of the client as a process, in the folder. */
export function startClient(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningProgram {
  return startNode(folder, [CLIENT, ...args], environment(env));
}

/** Starts a Node program at the head of a process group of its own, as a shell does. */
export function startNode(folder: string, args: readonly string[], env: NodeJS.ProcessEnv): RunningProgram {
  return startProgram(process.execPath, args, folder, env);
}

export function startProgram(
  program: string,
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
): RunningProgram {
  return new RunningProgram(
    spawn(program, args, { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
}

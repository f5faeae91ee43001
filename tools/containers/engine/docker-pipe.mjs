import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { endWithCommands } from '../../setup/run-command.mjs';

const LIMIT_MS = 5 * 60_000;
const SHOWN_CHARACTERS = 2_000;

/**
 * Runs a command of the client with a file as its input or its output: a dump is larger than what is worth keeping in
 * memory.
 *
 * @param {import('./docker.mjs').Client} client
 * @param {readonly string[]} args
 * @param {{ from?: string, to?: string, environment?: NodeJS.ProcessEnv, cwd?: string }} options
 */
export async function pipeDocker({ program, environment }, args, { from, to, environment: more, cwd }) {
  const input = from === undefined ? 'ignore' : openSync(from, 'r');
  const output = to === undefined ? 'ignore' : openSync(to, 'w');
  const child = endWithCommands(
    spawn(program, args, { cwd, env: { ...environment, ...more }, stdio: [input, output, 'pipe'] }),
  );
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaints = (complaints + text).slice(-SHOWN_CHARACTERS);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearTimeout(timer);
  for (const file of [input, output]) if (typeof file === 'number') closeSync(file);
  if (code !== 0) throw new Error(`docker ${args.join(' ')} ended with ${code}: ${complaints.trim()}`);
  return complaints;
}

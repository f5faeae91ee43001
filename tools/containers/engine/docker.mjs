import { runCommand } from '../../setup/run-command.mjs';

/**
 * A Docker client that talks to one engine.
 *
 * @typedef {{ program: string, environment: NodeJS.ProcessEnv }} Client
 * @typedef {{ code: number, output: string, stdout: string }} Outcome
 */

/** For all but builds and pulls. */
const LIMIT_MS = 3 * 60_000;

const SHOWN_CHARACTERS = 3_000;

/**
 * Runs a command of the client to its end, whatever comes of it.
 *
 * @param {Client} client
 * @param {readonly string[]} args
 * @param {{ timeoutMs?: number, cwd?: string, environment?: NodeJS.ProcessEnv, calm?: boolean }} [options]
 * @returns {Promise<Outcome>}
 */
export function tryDocker({ program, environment }, args, options = {}) {
  return runCommand(program, args, {
    cwd: options.cwd,
    env: { ...environment, ...options.environment },
    timeoutMs: options.timeoutMs ?? LIMIT_MS,
    calm: options.calm,
  });
}

/**
 * The same, and throws with the command's last words when it fails.
 *
 * @returns {Promise<string>} what it printed on stdout, without the last line's end
 */
export async function docker(client, args, options = {}) {
  const { code, output, stdout } = await tryDocker(client, args, options);
  if (code === 0) return stdout.trimEnd();
  throw new Error(`docker ${args.join(' ')} ended with ${code}:\n${output.trim().slice(-SHOWN_CHARACTERS)}`);
}

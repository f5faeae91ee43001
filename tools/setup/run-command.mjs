import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/** Output kept of a command, in characters: enough for the reason of a failure, which stands at the end. */
const OUTPUT_LIMIT = 200_000;

const running = new Set();

/**
 * Runs a command without a shell and collects what it prints.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, calm?: boolean,
 *   heard?: (text: string) => void }} [options] `calm` lets other work on the machine go first; `heard` gets what is
 *   printed, piece by piece
 * @returns {Promise<{ code: number, output: string, stdout: string }>} `code` is 127 when it cannot be started and
 *   124 when it took too long
 */
export function runCommand(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let stdout = '';
    let timedOut = false;
    endWithCommands(child);
    if (options.calm) yieldToOthers(child.pid);
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, options.timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      options.heard?.(text);
      stdout = (stdout + text).slice(-OUTPUT_LIMIT);
      output = (output + text).slice(-OUTPUT_LIMIT);
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      options.heard?.(text);
      output = (output + text).slice(-OUTPUT_LIMIT);
    });
    function finish(code, words = '') {
      clearTimeout(timer);
      resolve({ code, output: output + words, stdout });
    }
    child.on('error', (error) => finish(127, error.message));
    child.on('close', (code) =>
      finish(
        timedOut ? 124 : (code ?? 1),
        timedOut ? `\n${command} took longer than ${options.timeoutMs / 1000} s` : '',
      ),
    );
  });
}

/**
 * Counts a child among those that `endCommands` ends.
 *
 * @template {import('node:child_process').ChildProcess} Child
 * @param {Child} child
 * @returns {Child}
 */
export function endWithCommands(child) {
  running.add(child);
  for (const event of ['error', 'close']) child.on(event, () => running.delete(child));
  return child;
}

/**
 * Ends what has been started and is not done: on Ctrl-C the setup must leave no compiler behind, and a test run no
 * jest.
 */
export function endCommands() {
  for (const child of running) child.kill('SIGTERM');
}

function yieldToOthers(pid) {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not allow it: the work is done all the same.
  }
}

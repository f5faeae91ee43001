import { spawn } from 'node:child_process';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** How long a program gets to end in order before it is killed. */
const GRACE_MS = 20_000;

const POLL_MS = 200;

/**
 * A program as it is to be run: everything that a container would be given.
 *
 * @typedef {{ name: string, command: readonly string[], environment: Record<string, string>, cwd: string, logFile:
 *   string,
 *   user?: { uid: number, gid: number } | null, stopSignal?: NodeJS.Signals }} Program
 * @typedef {{ name: string, pid: number, ended: Promise<number>, hasEnded(): boolean, logFile: string, stop():
 *   Promise<void> }} Child
 */

/** Starts programs, each with a log of its own, and ends all that are left, the last one first. Ends nothing else. */
export class Children {
  #running = [];
  #closed = false;

  /**
   * Throws when all have been ended already: what is still under way then must not start anything more.
   *
   * @param {Program} program
   * @returns {Child}
   */
  start({ name, command, environment, cwd, logFile, user = null, stopSignal = 'SIGTERM' }) {
    if (this.#closed) throw new Error(`${name} is not started any more`);
    const log = openSync(logFile, 'a');
    const program = spawn(command[0], command.slice(1), {
      cwd,
      env: environment,
      stdio: ['ignore', log, log],
      detached: true,
      ...user,
    });
    closeSync(log);
    let over = false;
    const ended = new Promise((resolve) => {
      program.once('error', () => resolve(127));
      program.once('exit', (code, signal) => resolve(code ?? (signal ? 128 : 1)));
    }).then((code) => {
      over = true;
      return code;
    });
    async function stop() {
      if (over || program.pid === undefined) return;
      program.kill(stopSignal);
      const forced = setTimeout(() => program.kill('SIGKILL'), GRACE_MS);
      await ended;
      clearTimeout(forced);
    }
    const child = { name, pid: program.pid ?? 0, ended, hasEnded: () => over, logFile, stop };
    this.#running.push(child);
    return child;
  }

  /** Runs a program to its end. */
  async run(program) {
    const child = this.start(program);
    return { code: await child.ended, output: readFileSync(child.logFile, 'utf8') };
  }

  /** @param {(child: Child) => void} onStop told before each one that still runs */
  async stopAll(onStop) {
    this.#closed = true;
    for (const child of this.#running.reverse()) {
      if (child.hasEnded()) continue;
      onStop(child);
      await child.stop();
    }
    this.#running = [];
  }
}

/**
 * Waits until the check holds. Throws when the child ends first, or when it takes too long.
 *
 * @param {Child} child
 * @param {() => Promise<boolean>} check
 * @param {number} limitMs
 */
export async function waitUntil(child, check, limitMs) {
  const giveUpAt = Date.now() + limitMs;
  while (!(await check())) {
    if (child.hasEnded()) throw new Error(`${child.name} has ended: ${lastLines(child.logFile)}`);
    if (Date.now() > giveUpAt)
      throw new Error(`${child.name} is not well after ${limitMs / 1000} s: ${lastLines(child.logFile)}`);
    await wait(POLL_MS);
  }
}

const SHOWN_LINES = 15;
const SHOWN_CHARACTERS = 400; // of a line: the server's lines end in a stack

/** The end of a log: what explains a failure. */
export function lastLines(file) {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-SHOWN_LINES);
  return `\n${lines.map((line) => line.slice(0, SHOWN_CHARACTERS)).join('\n')}`;
}

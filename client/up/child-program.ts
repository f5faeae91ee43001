import { spawn, type ChildProcess } from 'node:child_process';
import { LogFile } from './log-file';

export interface ChildProgram {
  readonly child: ChildProcess;
  /** The first message that it sent: it is ready. */
  readonly ready: unknown;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

export interface ChildOptions {
  readonly args: readonly string[];
  /** Of Node itself. */
  readonly nodeArguments?: readonly string[];
  /** This process's own when not given. */
  readonly env?: NodeJS.ProcessEnv;
  /** Takes its output, bounded by size; what cannot be written is dropped. */
  readonly logFile: string;
  readonly readyWithinMs: number;
  /** Ends a program that is not ready yet: nobody wants it any more. */
  readonly signal?: AbortSignal;
}

/**
 * Steps in flight end within seconds; what hangs after that is killed, and Temporal gives its work to the next worker.
 */
const STOP_LIMIT_MS = 15_000;

/** A program that ended, or was not ready in time; `words` is what it last said. */
export class ChildFailure extends Error {
  constructor(
    readonly words: string,
    readonly exitCode: number | null,
  ) {
    super(words);
  }
}

/**
 * Starts a Node program in a process group of its own, so that Ctrl-C reaches this process alone, and waits until it
 * says that it is ready. Its IPC channel tells it when this process dies, however that happens: then it ends by itself.
 */
export async function startChild(program: string, options: ChildOptions): Promise<ChildProgram> {
  const { nodeArguments = [], args, env = process.env } = options;
  const child = spawn(process.execPath, [...nodeArguments, program, ...args], {
    detached: true,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log = new LogFile(options.logFile);
  let complaint = '';
  child.stdout?.on('data', (chunk: Buffer) => log.write(chunk));
  child.stderr?.on('data', (chunk: Buffer) => {
    log.write(chunk);
    complaint = `${complaint}${chunk.toString('utf8')}`.slice(-4_000);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      log.end();
      resolve();
    });
  });
  const giveUp = (): boolean => child.kill('SIGTERM');
  options.signal?.addEventListener('abort', giveUp, { once: true });
  const ready = await firstMessage(child, options.readyWithinMs, () => complaint.trim());
  options.signal?.removeEventListener('abort', giveUp);
  return { child, ready, ended, stop: () => stopChild(child, ended), kill: () => void child.kill('SIGKILL') };
}

function firstMessage(child: ChildProcess, withinMs: number, complaint: () => string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new ChildFailure(complaint() || `it was not ready within ${withinMs / 1000} s`, null));
    }, withinMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new ChildFailure(error.message, null));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      reject(new ChildFailure(complaint() || `it ended at once, with code ${code ?? 'none'}`, code));
    });
    child.once('message', (message) => {
      clearTimeout(timer);
      resolve(message);
    });
  });
}

async function stopChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(timer);
}

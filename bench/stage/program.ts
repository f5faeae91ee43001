import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { z } from 'zod';

/** A program of `bench/programs/` in a process of its own: told what to do by messages, one at a time. */
export class Program {
  private constructor(
    private readonly child: ChildProcess,
    readonly pid: number,
  ) {}

  /** Starts it; what it needs to know comes with the first message. */
  static async start(name: string, nodeArguments: readonly string[] = []): Promise<Program> {
    const child = fork(join(__dirname, '..', 'programs', `${name}.js`), { execArgv: [...nodeArguments] });
    await once(child, 'spawn');
    if (child.pid === undefined) throw new Error(`${name} has no process`);
    return new Program(child, child.pid);
  }

  /** Sends a message and waits for the answer to it. Rejects when the program ends instead. */
  async ask<Schema extends z.ZodType>(message: object, answer: Schema): Promise<z.output<Schema>> {
    const reply = new Promise<unknown>((resolve, reject) => {
      const onMessage = (value: unknown): void => {
        this.child.off('exit', onExit);
        resolve(value);
      };
      const onExit = (code: number | null): void => {
        this.child.off('message', onMessage);
        reject(new Error(`the program ended with code ${code ?? 'none'} instead of answering`));
      };
      this.child.once('message', onMessage).once('exit', onExit);
    });
    this.child.send(message);
    return answer.parse(await reply);
  }

  /** Ends it. Its IPC channel does the same when this process dies. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.disconnect();
    await gone;
  }
}

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process under test, with what it has said so far. */
export class RunningProgram {
  stdout = '';
  stderr = '';
  readonly ended: Promise<ProgramEnd>;
  private over = false;

  constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk) => {
      this.stdout += String(chunk);
    });
    child.stderr?.on('data', (chunk) => {
      this.stderr += String(chunk);
    });
    this.ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        this.over = true;
        resolve({ code, signal });
      });
    });
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error('The program did not start');
    return this.child.pid;
  }

  /** Lines of stdout. */
  get lines(): string[] {
    return this.stdout.split('\n');
  }

  /** Waits for something on stdout, from the given offset on, and returns the match. */
  async said(pattern: RegExp, from = 0, withinMs = 60_000): Promise<RegExpExecArray> {
    const late = AbortSignal.timeout(withinMs);
    for (;;) {
      const match = pattern.exec(this.stdout.slice(from));
      if (match) return match;
      if (late.aborted)
        throw new Error(`It did not say ${String(pattern)} within ${withinMs / 1000} s:\n${this.everything}`);
      if (this.over) throw new Error(`It ended without saying ${String(pattern)}:\n${this.everything}`);
      await Promise.race([
        once(this.child.stdout ?? this.child, 'data', { signal: late }).catch(() => undefined),
        this.ended,
      ]);
    }
  }

  /** Sends a signal to this process alone. */
  kill(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** Sends a signal to its process group, as a terminal does with Ctrl-C. */
  killGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  get everything(): string {
    return `${this.stdout}\n${this.stderr}`;
  }
}

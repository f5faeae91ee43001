import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { forTerminal } from '../voice';

/** Nobody answers any more: Ctrl-C, or Ctrl-D at a question. */
export class TerminalClosed extends Error {
  constructor(readonly byInterrupt: boolean) {
    super('the terminal was closed');
  }
}

/**
 * Asks a person. What is typed is shown only while a question that may be seen is open: so neither a secret nor what is
 * pasted behind it appears, and no history gives it back.
 */
export class Terminal {
  private readonly lines: string[] = [];
  private readonly reader: Interface;
  private shown = false;
  private readonly closing = new AbortController();
  private interrupted = false;
  private settle: (() => void) | null = null;

  constructor(
    input: NodeJS.ReadableStream,
    private readonly output: NodeJS.WritableStream,
  ) {
    const echo = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        if (this.shown) output.write(chunk);
        done();
      },
    });
    this.reader = createInterface({ input, output: echo, terminal: true, historySize: 0 });
    this.reader.on('line', (line) => {
      this.lines.push(line);
      this.settle?.();
    });
    this.reader.on('SIGINT', () => {
      this.interrupted = true;
      this.reader.close();
    });
    this.reader.on('close', () => {
      this.closing.abort();
      this.settle?.();
    });
  }

  /** Asks and shows what is typed. Blanks around the answer are cut. Throws TerminalClosed. */
  async ask(question: string): Promise<string> {
    this.shown = true;
    this.reader.setPrompt(forTerminal(question));
    this.reader.prompt();
    const answer = await this.nextLine();
    return answer.trim();
  }

  /** Asks for a secret: nothing of it is shown. Throws TerminalClosed. */
  async askHidden(question: string): Promise<string> {
    this.output.write(forTerminal(question));
    this.reader.setPrompt('');
    this.reader.prompt();
    const answer = await this.nextLine();
    this.output.write('\n');
    return answer.trim();
  }

  /**
   * Does what takes a while; Ctrl-C ends it, by the signal.
   *
   * Throws TerminalClosed then, as soon as the work has come to its end.
   */
  async during<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const { signal } = this.closing;
    try {
      return await work(signal);
    } catch (error) {
      if (signal.aborted) throw new TerminalClosed(this.interrupted);
      throw error;
    }
  }

  say(line: string): void {
    this.output.write(`${forTerminal(line)}\n`);
  }

  close(): void {
    this.reader.close();
  }

  private async nextLine(): Promise<string> {
    if (this.lines.length === 0 && !this.closing.signal.aborted) {
      await new Promise<void>((settle) => {
        this.settle = settle;
      });
    }
    this.shown = false;
    this.settle = null;
    const line = this.lines.shift();
    if (line === undefined) throw new TerminalClosed(this.interrupted);
    return line;
  }
}

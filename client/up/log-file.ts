import { appendFileSync, renameSync, statSync, truncateSync } from 'node:fs';
import { errorCode } from '../../engine/external-storage/error-code';

export interface LogFileOptions {
  /** What exceeds it moves to `.1`, in place of what was there: the two take twice as much at most. */
  readonly limitBytes?: number;
  readonly now?: () => Date;
}

const LIMIT_BYTES = 10_000_000;

const NEWLINE = 0x0a;

/** A line without an end is written in pieces of this size at most, so that it takes no more memory. */
const LINE_LIMIT_BYTES = 1_000_000;

/**
 * The log of a program, written line by line and bounded by size. It never throws: what cannot be written (a full disk,
 * a folder that is gone) is dropped and counted, and the count is written once writing works again.
 *
 * The file is opened for each piece anew, so that one which somebody moves or removes is simply made again.
 */
export class LogFile {
  private unfinished: Buffer = Buffer.alloc(0);
  private dropped = 0;
  private why = '';
  /** Whether a line in the file may lack its end. */
  private torn = false;
  private readonly limitBytes: number;
  private readonly now: () => Date;

  constructor(
    private readonly file: string,
    { limitBytes = LIMIT_BYTES, now = () => new Date() }: LogFileOptions = {},
  ) {
    this.limitBytes = limitBytes;
    this.now = now;
  }

  /** Lines that were lost and not told of yet. */
  get droppedLines(): number {
    return this.dropped;
  }

  /** Takes what a program prints, cut anywhere; only whole lines are written. */
  write(chunk: Buffer): void {
    const text = Buffer.concat([this.unfinished, chunk]);
    const end = text.lastIndexOf(NEWLINE) + 1;
    const whole = text.length - end > LINE_LIMIT_BYTES ? text.length : end;
    this.unfinished = text.subarray(whole);
    if (whole > 0) this.append(text.subarray(0, whole));
  }

  /** Writes a last line that has no end. */
  end(): void {
    if (this.unfinished.length > 0) this.append(Buffer.concat([this.unfinished, Buffer.from('\n')]));
    this.unfinished = Buffer.alloc(0);
  }

  private append(lines: Buffer): void {
    try {
      this.makeRoom(lines.length);
      appendFileSync(this.file, Buffer.concat([Buffer.from(this.words()), lines]), { mode: 0o600 });
      this.dropped = 0;
      this.torn = false;
    } catch (error) {
      this.dropped += countLines(lines);
      this.why = errorCode(error) ?? String(error);
      this.torn = true; // a disk that fills up takes the first half of a line
    }
  }

  /** What is written ahead of the lines after some were lost: one object a line, as the worker's own lines are. */
  private words(): string {
    if (this.dropped === 0) return '';
    const msg = `${this.dropped} lines of this log were dropped: it could not be written (${this.why})`;
    return `${this.torn ? '\n' : ''}${JSON.stringify({ level: 'warn', time: this.now().toISOString(), msg })}\n`;
  }

  private makeRoom(more: number): void {
    const found = statSync(this.file, { throwIfNoEntry: false });
    if (!found?.isFile() || found.size === 0 || found.size + more <= this.limitBytes) return;
    try {
      renameSync(this.file, `${this.file}.1`);
    } catch {
      truncateSync(this.file); // a folder that takes no other name: bounded all the same
    }
  }
}

function countLines(text: Buffer): number {
  let count = 0;
  for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE, at + 1)) count += 1;
  return Math.max(count, 1);
}

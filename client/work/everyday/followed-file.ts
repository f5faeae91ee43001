import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

const CHUNK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/**
 * A log that is read on while somebody writes it, by whole lines. When the file is moved away and another one takes its
 * name, what was still written into the old one comes first: nothing is lost, nothing comes twice.
 */
export class FollowedFile {
  private descriptor: number | null;
  private unfinished: Buffer = Buffer.alloc(0);

  constructor(private readonly file: string) {
    this.descriptor = openSync(file, 'r');
  }

  /** The lines that have been added since the last time, oldest first. */
  newLines(): string[] {
    const lines = this.readOn();
    while (this.hasSuccessor()) {
      lines.push(...this.readOn()); // what came between the two looks
      this.close();
      this.unfinished = Buffer.alloc(0);
      this.descriptor = openSync(this.file, 'r');
      lines.push(...this.readOn());
    }
    return lines;
  }

  close(): void {
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
  }

  private readOn(): string[] {
    if (this.descriptor === null) return [];
    const chunk = Buffer.alloc(CHUNK_BYTES);
    const pieces = [this.unfinished];
    for (;;) {
      const count = readSync(this.descriptor, chunk, 0, CHUNK_BYTES, null);
      if (count === 0) break;
      pieces.push(Buffer.from(chunk.subarray(0, count)));
    }
    const text = Buffer.concat(pieces);
    const end = text.lastIndexOf(NEWLINE) + 1; // a line that is still being written waits
    this.unfinished = text.subarray(end);
    return text.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  }

  /** Whether another file has the name now. A name that nobody has is waited for. */
  private hasSuccessor(): boolean {
    const now = statSync(this.file, { throwIfNoEntry: false });
    if (now === undefined || this.descriptor === null) return false;
    const own = fstatSync(this.descriptor);
    return now.ino !== own.ino || now.dev !== own.dev;
  }
}

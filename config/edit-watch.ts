import { readFileSync } from 'node:fs';

/**
 * Notices that a file was edited: its text is another one, and has been so for two looks, so that no file is taken that
 * somebody is still writing. A file that is gone for a moment is none.
 */
export class EditWatch {
  private settled: string | null;
  private seen: string | null;

  constructor(private readonly file: string) {
    this.settled = this.read();
    this.seen = this.settled;
  }

  /** Whether there is an edit that nobody was told of. */
  look(): boolean {
    const text = this.read();
    const isStill = text === this.seen;
    this.seen = text;
    if (text === null || !isStill || text === this.settled) return false;
    this.settled = text;
    return true;
  }

  private read(): string | null {
    try {
      return readFileSync(this.file, 'latin1');
    } catch {
      return null;
    }
  }
}

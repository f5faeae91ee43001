import { readFileSync, statSync, type Stats } from 'node:fs';

/**
 * A file that has had the same mark for so many looks is not read again. Some file systems count time in steps of two
 * seconds: what is written within the step in which it was read would else go unseen.
 */
const TRUSTED_LOOKS = 4;

/**
 * Notices that a file was edited: its text is another one, and has been so for two looks, so that no file is taken that
 * somebody is still writing. A file that is gone for a moment is none. Look once a second or more rarely.
 */
export class EditWatch {
  private settled: string | null;
  private seen: string | null;
  /** What the file system says of the file, and for how many looks it has said so. */
  private mark: Stats | null = null;
  private looks = 0;

  constructor(private readonly file: string) {
    this.settled = this.read();
    this.seen = this.settled;
  }

  /** Whether there is an edit that nobody was told of. */
  look(): boolean {
    if (this.isUntouched()) return false;
    const text = this.read();
    const isStill = text === this.seen;
    this.seen = text;
    if (text === null || !isStill || text === this.settled) return false;
    this.settled = text;
    return true;
  }

  /** Whether to read the file would be in vain: far cheaper to know. */
  private isUntouched(): boolean {
    const mark = markOf(this.file);
    this.looks = mark !== null && this.mark !== null && isSame(mark, this.mark) ? this.looks + 1 : 0;
    this.mark = mark;
    return this.looks >= TRUSTED_LOOKS;
  }

  private read(): string | null {
    try {
      return readFileSync(this.file, 'latin1');
    } catch {
      return null;
    }
  }
}

/** Null where there is none. */
function markOf(file: string): Stats | null {
  try {
    return statSync(file, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/** Which file it is, how long, and when it was written and otherwise changed. */
function isSame(one: Stats, other: Stats): boolean {
  return (
    one.ctimeMs === other.ctimeMs &&
    one.mtimeMs === other.mtimeMs &&
    one.size === other.size &&
    one.ino === other.ino &&
    one.dev === other.dev
  );
}

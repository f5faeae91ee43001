import { Screen } from './screen.mjs';

/** A pause is shown no longer than this: what is worth seeing is what comes, and not the waiting. */
const LONGEST_PAUSE_MS = 900;
const SHORTEST_FRAME_MS = 120;
const TYPED_EVERY_MS = 60;

/** Frames of a screen, made while programs write to it. */
export class Film {
  /** @type {{ ms: number, rows: ReturnType<Screen['runs']> }[]} */
  frames = [];
  #screen;
  #changedAt = null;

  /** @param {{ columns: number, rows: number }} size */
  constructor(size) {
    this.size = size;
    this.#screen = new Screen(size);
  }

  /** What a program writes, now. */
  write(text) {
    const now = Date.now();
    if (this.#changedAt !== null) this.#shoot(Math.min(now - this.#changedAt, LONGEST_PAUSE_MS));
    this.#screen.write(text);
    this.#changedAt = now;
  }

  /** A command as somebody types it at a prompt. */
  type(command) {
    this.#screen.write('\u001B[2m$\u001B[22m ');
    for (const letter of command) {
      this.#screen.write(letter);
      this.#shoot(TYPED_EVERY_MS);
    }
    this.#screen.write('\r\n');
    this.#changedAt = null;
  }

  /** Lets the screen stand, and begins with an empty one. */
  cut(ms) {
    this.#shoot(ms);
    this.#screen = new Screen(this.size);
    this.#changedAt = null;
  }

  /** Lets the screen stand. */
  hold(ms) {
    this.#shoot(ms);
    this.#changedAt = null;
  }

  #shoot(ms) {
    if (ms < SHORTEST_FRAME_MS && ms !== TYPED_EVERY_MS) return;
    this.frames.push({ ms, rows: this.#screen.runs() });
  }
}

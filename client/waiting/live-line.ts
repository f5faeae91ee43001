import { endLive, sayLive } from '../voice';
import { USUAL_WIDTH } from '../words/wrap';

/** How work stands, in a few words; null when nothing is known of it. */
export type Look = () => Promise<string | null>;

/** What is over sooner needs no line, which would only flicker. */
const FIRST_MS = 500;
const EVERY_MS = 1_000;

interface Awaited {
  readonly what: string;
  readonly look: Look | undefined;
  found: string | null;
  looking: boolean;
}

/** One line at the foot of a terminal that tells what is waited for, as long as anything is. */
export class LiveLine {
  readonly #awaited = new Set<Awaited>();
  #startedAt = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly terminal: { readonly columns?: number }) {}

  /** Waits for work, and tells of it meanwhile. */
  async during<Result>(what: string, work: Promise<Result>, look?: Look): Promise<Result> {
    const awaited: Awaited = { what, look, found: null, looking: false };
    this.#begin(awaited);
    try {
      return await work;
    } finally {
      this.#end(awaited);
    }
  }

  #begin(awaited: Awaited): void {
    if (this.#awaited.size === 0) {
      this.#startedAt = Date.now();
      this.#timer = setTimeout(() => this.#tick(), FIRST_MS).unref();
    }
    this.#awaited.add(awaited);
    if (awaited.look) void this.#lookAt(awaited, awaited.look);
  }

  #end(awaited: Awaited): void {
    this.#awaited.delete(awaited);
    if (this.#awaited.size > 0) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    endLive();
  }

  #tick(): void {
    const columns = this.terminal.columns || USUAL_WIDTH;
    sayLive(lineInWords([...this.#awaited], Date.now() - this.#startedAt), columns);
    for (const awaited of this.#awaited) if (awaited.look) void this.#lookAt(awaited, awaited.look);
    this.#timer = setTimeout(() => this.#tick(), EVERY_MS).unref();
  }

  /** One look at a time: an engine that is slow to answer is not asked again meanwhile. */
  async #lookAt(awaited: Awaited, look: Look): Promise<void> {
    if (awaited.looking) return;
    awaited.looking = true;
    awaited.found = await look().catch(() => null);
    awaited.looking = false;
  }
}

function lineInWords(awaited: readonly Awaited[], ms: number): string {
  const words = awaited.map(({ what, found }) => (found === null ? what : `${what}: ${found}`));
  return `Waiting ${Math.round(ms / 1000)} s for ${words.join('; ')}`;
}

import { setTimeout as wait } from 'node:timers/promises';

const ASK_EVERY_MS = 250;

/** One question may hang: what it asks may just be away. */
const ANSWER_LIMIT_MS = 40_000;

/** Asks again and again until there is nothing to complain of. Returns the last complaint when the time is over. */
export async function eventually(
  withinMs: number,
  complaint: () => Promise<string | null> | string | null,
  askEveryMs = ASK_EVERY_MS,
): Promise<string | null> {
  const end = Date.now() + withinMs;
  for (;;) {
    const asked = Promise.resolve()
      .then(complaint)
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    const words = await Promise.race([
      asked,
      wait(ANSWER_LIMIT_MS, 'there was no answer to the question', { ref: false }),
    ]);
    if (words === null || Date.now() >= end) return words;
    await wait(askEveryMs);
  }
}

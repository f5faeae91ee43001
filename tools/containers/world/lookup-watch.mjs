import { setTimeout as wait } from 'node:timers/promises';
import { differenceOf, strayIn } from './compare-lookup.mjs';

/** A job of the simulated Devo takes longer, so that no lookup between two of them is missed. */
const LOOK_MS = 700;

/**
 * Looks at the lookup all the time, whatever is broken meanwhile: from the first delivery on it must be the list that
 * it was last, a newer one, or on its way from the one to the other.
 *
 * @param {{ shown: readonly object[][], lookup(): Promise<object[] | null> }} options `shown`: the lists that CTCI has
 *   shown so far, in order; `lookup`: null where there is none
 */
export function watchLookup({ shown, lookup }) {
  let place = -1;
  let looks = 0;
  let wrong = null;
  let over = false;

  async function look() {
    const rows = await lookup();
    if (rows === null && place < 0) return;
    looks += 1;
    if (rows === null) throw new Error('it is gone');
    const equal = shown.findLastIndex((list, index) => index >= place && differenceOf(list, rows) === null);
    if (equal >= 0) place = equal;
    else if (place < 0) throw new Error(`the first delivery made no list of it: ${rows.length} rows`);
    else {
      const stray = strayIn(shown.slice(place), rows);
      if (stray !== null) throw new Error(stray);
    }
  }

  async function watch() {
    while (!over) {
      await look().catch((error) => (wrong ??= `${new Date().toISOString().slice(11, 19)}: ${error.message}`));
      if (!over) await wait(LOOK_MS);
    }
  }
  const watching = watch();

  return {
    look,
    /** @returns {Promise<{ looks: number, wrong: string | null }>} `wrong`: what was seen first that may not be */
    async stop() {
      over = true;
      await watching;
      return { looks, wrong };
    },
  };
}

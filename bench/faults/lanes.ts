import { join } from 'node:path';
import type { EngineProcess } from './stage/engine-process';
import type { Verdict } from './report/verdict';

/** Something to try on an engine: a scenario or a seeded history. The id is unique in its engine. */
export type Trial = (engine: EngineProcess, folder: string, id: string) => Promise<Verdict>;

/**
 * Works through the trials, so many at a time, each lane with an engine of its own that its trials share: killing one
 * disturbs nobody else.
 */
export async function runInLanes(
  startEngine: (folder: string) => Promise<EngineProcess>,
  folder: string,
  lanes: number,
  trials: readonly Trial[],
  told: (verdict: Verdict) => void,
): Promise<Verdict[]> {
  const waiting = [...trials.entries()];
  const verdicts: Verdict[] = [];

  async function work(lane: number): Promise<void> {
    const engine = await startEngine(join(folder, `engine-${lane}`));
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, trial] = next;
        const verdict = await trial(engine, folder, `t${index}`).catch((error: unknown) =>
          gaveUp(index, folder, error),
        );
        verdicts.push(verdict);
        told(verdict);
      }
    } finally {
      await engine.close();
    }
  }

  await Promise.all(Array.from({ length: Math.min(lanes, trials.length) }, (_, lane) => work(lane)));
  return verdicts;
}

/** A trial that could not be played to its end is broken, and says by what; the others are played all the same. */
function gaveUp(index: number, folder: string, error: unknown): Verdict {
  const words =
    'the trial was not played to its end: ' + (error instanceof Error ? (error.stack ?? error.message) : String(error));
  return {
    name: `trial ${index}`,
    promises: [],
    judged: [],
    broken: [{ promise: 0, invariant: null, words }],
    seconds: 0,
    log: [],
    again: 'npm run faults -- --verbose',
    folder,
  };
}

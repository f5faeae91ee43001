import { join } from 'node:path';
import type { EngineProcess } from './stage/engine-process';
import type { Verdict } from './verdict';

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
        const verdict = await trial(engine, folder, `t${index}`);
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

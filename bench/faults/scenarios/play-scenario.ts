import { performance } from 'node:perf_hooks';
import { atOnce } from '../judge/at-once';
import type { Trial } from '../lanes';
import { allRunsOf } from '../judge/run-intervals';
import { secretsFound } from '../judge/secret-search';
import { openTestBed } from '../stage/test-bed';
import type { Breach, Invariant, Verdict } from '../report/verdict';
import type { Scenario } from './scenario';
import { Broken, Stage } from './stage';

/** Plays a scenario on a test bed of its own; what must always hold is judged as well. */
export function playScenario(scenario: Scenario, tell: (line: string) => void): Trial {
  return async (engine, folder, id): Promise<Verdict> => {
    const startedAt = performance.now();
    const log: string[] = [];
    const broken: Breach[] = [];
    const bed = await openTestBed(engine, folder, { id, workers: scenario.workers ?? 1, ...scenario.settings });
    function say(words: string): void {
      const line = `${((performance.now() - startedAt) / 1000).toFixed(1)} s: ${words}`;
      log.push(line);
      tell(`${scenario.name}: ${line}`);
    }
    const judged: Invariant[] = [];
    try {
      await scenario.play(new Stage(bed, say));
      const runs = await allRunsOf(bed);
      for (const words of atOnce(bed, runs)) broken.push({ promise: 14, invariant: 'one at a time', words });
      judged.push('one at a time');
      for (const words of await secretsFound(bed, runs)) broken.push({ promise: 11, invariant: 'no secret', words });
      judged.push('no secret');
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const named = error instanceof Broken ? error.promises : [];
      for (const promise of named.length > 0 ? named : [scenario.promises[0]])
        broken.push({ promise, invariant: null, words });
    } finally {
      await bed.close();
    }
    const tried = [
      ...scenario.promises,
      ...(judged.includes('one at a time') ? [14] : []),
      ...(judged.includes('no secret') ? [11] : []),
    ];
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    return {
      name: scenario.name,
      promises: [...new Set(tried)],
      judged,
      broken,
      seconds,
      log,
      again: `npm run faults -- --only ${JSON.stringify(scenario.name)} --verbose`,
      folder: bed.folder,
    };
  };
}

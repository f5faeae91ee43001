import { overlapsOf, type RunFacts } from './run-intervals';
import type { TestBed } from '../stage/test-bed';

/**
 * All that shows two pulls or two deploys of the bed's service at the same time, in words: histories, workers, and
 * Devo.
 */
export function atOnce(bed: TestBed, runs: readonly RunFacts[]): string[] {
  const deploys = bed.devo.overlaps().filter(({ runningIsForeign }) => !runningIsForeign);
  return [
    ...overlapsOf(runs),
    ...bed.steps.overlaps(),
    ...deploys.map(
      ({ at, runningJob }) => `a deploy was asked for at ${at} while job ${runningJob} of the collector ran`,
    ),
  ];
}

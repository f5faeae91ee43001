import { overlapsOf, type ChainRuns } from './run-intervals';
import type { TestBed } from '../stage/test-bed';

/**
 * All that shows two pulls of one service or two deploys of the bed at the same time, in words: histories, workers, and
 * Devo.
 */
export function atOnce(bed: TestBed, chains: readonly ChainRuns[]): string[] {
  const deploys = bed.devo.overlaps().filter(({ runningIsForeign }) => !runningIsForeign);
  return [
    ...chains.flatMap(({ runs }) => overlapsOf(runs)),
    ...bed.steps.overlaps(),
    ...deploys.map(
      ({ at, runningJob }) => `a deploy was asked for at ${at} while job ${runningJob} of the collector ran`,
    ),
  ];
}

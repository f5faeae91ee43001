import type { TestBedOptions } from '../stage/test-bed';
import type { Stage } from './stage';

/** One way to break a promise, tried on purpose. */
export interface Scenario {
  readonly name: string;
  /** Rows of the list of promises; the first is blamed when it breaks. */
  readonly promises: readonly [number, ...number[]];
  readonly workers?: number;
  readonly settings?: Partial<Omit<TestBedOptions, 'id' | 'workers'>>;
  play(stage: Stage): Promise<void>;
}

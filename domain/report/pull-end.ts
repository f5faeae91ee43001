import type { PullFacts } from './pull-facts';
import type { PullReport } from './pull-report';

/** What a run tells its worker when it ends. */
export interface PullEnd {
  readonly report: PullReport;
  /** Null after a failure that left the state as it was. */
  readonly facts: PullFacts | null;
}

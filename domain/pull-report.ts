import type { ErrorReport } from './error-report';
import type { HeldList } from './held-list';
import type { JobRecord } from './job-record';

export type Outcome = 'delivered' | 'unchanged' | 'held' | 'partial' | 'failed';

/** What one output got in a pull. */
export interface OutputReport {
  readonly outcome: 'delivered' | 'up_to_date' | 'failed';
  /** `full`: the whole list; `incremental`: what differs. Null when nothing was sent. */
  readonly mode: 'full' | 'incremental' | null;
  readonly why: string | null;
  readonly sent: number;
  readonly bytes: number;
  readonly ms: number;
  readonly job: JobRecord | null;
  readonly error: ErrorReport | null;
}

/** What a pull did, in numbers. */
export interface PullReport {
  readonly run_id: string;
  /** ISO 8601 UTC. */
  readonly started_at: string;
  readonly outcome: Outcome;
  readonly requests: number;
  readonly received: number;
  readonly duplicates: number;
  readonly without_key: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly sent: number;
  readonly outputs: Readonly<Record<string, OutputReport>>;
  readonly duration_ms: number;
  /** Rows of the list that the service now stands for. */
  readonly rows: number;
  readonly digest: string | null;
  readonly held: HeldList | null;
  readonly error: ErrorReport | null;
}

/** A report as the state keeps it: numbers only. */
export type RememberedReport = Omit<PullReport, 'outputs' | 'held' | 'error' | 'digest'> & { readonly error_number: number | null };

/** How many reports the state keeps. */
export const REMEMBERED_REPORTS = 20;

export function remember(reports: readonly RememberedReport[], report: PullReport): RememberedReport[] {
  const { outputs: _outputs, held: _held, error, digest: _digest, ...numbers } = report;
  return [...reports, { ...numbers, error_number: error?.number ?? null }].slice(-REMEMBERED_REPORTS);
}

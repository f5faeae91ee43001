import type { ErrorReport } from '../../errors/error-report';
import type { Release } from '../guard/release';
import type { HeldList } from '../guard/held-list';
import type { ListEdition } from '../list/list-origin';
import type { JobRecord } from '../changes/receipt';

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
  /** Events that the output does not take, which are named in its error; absent when there are none. */
  readonly refused?: number;
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
  /** Of all outputs; absent when there are none. */
  readonly refused?: number;
  readonly outputs: Readonly<Record<string, OutputReport>>;
  readonly duration_ms: number;
  /** Rows of the list that the service now stands for. */
  readonly rows: number;
  readonly digest: string | null;
  /** Of the list that was got, as its publisher calls it; absent where it has no such name. */
  readonly edition?: ListEdition;
  readonly held: HeldList | null;
  /** Who let this very list through although it was held, and why; absent otherwise. */
  readonly release?: Release;
  readonly error: ErrorReport | null;
}

/** A report as the state keeps it: numbers only. */
export type RememberedReport = Omit<PullReport, 'outputs' | 'held' | 'error' | 'digest'> & {
  readonly error_number: number | null;
  /** The numbers of the errors of outputs that failed, by output; absent when none did. */
  readonly failed_outputs?: Readonly<Record<string, number>>;
};

/** How many reports the state keeps. */
export const REMEMBERED_REPORTS = 20;

export function remember(reports: readonly RememberedReport[], report: PullReport): RememberedReport[] {
  const { outputs, held: _held, error, digest: _digest, ...numbers } = report;
  const failed = Object.entries(failuresByOutput(outputs)).map(([name, { number }]): [string, number] => [
    name,
    number,
  ]);
  const remembered: RememberedReport = {
    ...numbers,
    error_number: error?.number ?? null,
    ...(failed.length > 0 && { failed_outputs: Object.fromEntries(failed) }),
  };
  return [...reports, remembered].slice(-REMEMBERED_REPORTS);
}

/** What failed at each output, in the order of the configuration. */
export function failuresByOutput(outputs: PullReport['outputs']): Record<string, ErrorReport> {
  const failures: Record<string, ErrorReport> = {};
  for (const [name, { error }] of Object.entries(outputs)) {
    if (error !== null) failures[name] = error;
  }
  return failures;
}

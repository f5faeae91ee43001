import type { CellChange, RowChange } from '../domain/changes/row-changes';
import type { AnyState } from '../domain/state/any-state';
import type { CheckedStep } from '../domain/checked-step';
import type { ErrorReport } from '../errors/error-report';
import type { HeldList } from '../domain/guard/held-list';
import type { PullReport, RememberedReport } from '../domain/report/pull-report';
import type { SenderService } from '../domain/state/sender-totals';

/** Exit codes of every verb. */
export const EXIT = { done: 0, failed: 1, usage: 2, nothingRunning: 3, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export type ServiceState = 'waiting' | 'running' | 'held' | 'failing' | 'stopped';

export interface LastFailure extends ErrorReport {
  /** When the failed pull began or ended, ISO 8601 UTC. */
  readonly at: string;
  /** What failed at each output, when it was outputs that failed. */
  readonly outputs?: Readonly<Record<string, ErrorReport>>;
}

/** One service as `--json` shows it. */
export interface ServiceView {
  readonly input: string;
  readonly service: string;
  readonly workflow_id: string;
  readonly state: ServiceState;
  /** Rows of the list that the outputs hold. */
  readonly rows: number;
  readonly next_pull_at: string | null;
  readonly last_pull: PullReport | null;
  /** When the list was last got and judged, ISO 8601 UTC. */
  readonly last_good_pull_at: string | null;
  readonly stale: boolean;
  readonly held: HeldList | null;
  readonly last_failure: LastFailure | null;
  readonly cron: string | null;
  readonly run_id: string | null;
  /** Link to the chain in the Web UI, where it is known. */
  readonly ui: string | null;
  /** The sender services, in the numbers of the worker's periodic lines; the checkpoint is the last pull. */
  readonly senders: Readonly<Record<SenderService, SenderView>>;
  readonly report?: PullReport;
  readonly preview?: unknown;
  readonly pulls?: readonly HistoryEntry[];
  /** What a verb did to the service, in words. */
  readonly note?: string;
}

export interface SenderView {
  readonly available_senders: number;
  readonly internal_queue_size: number;
  readonly total_sent: number;
  /** Start of the last pull, ISO 8601 UTC. */
  readonly checkpoint: string | null;
  readonly sent_since_checkpoint: number;
  readonly elapsed_ms: number;
}

/** One pull of `history`. */
export type HistoryEntry = RememberedReport & { readonly error: ErrorReport | null };

/** An error of the catalogue with its cause. */
export type ExplainedError = ErrorReport & { readonly cause: string };

/** One setting of `config show`. */
export interface SettingView {
  /** As users read it: `inputs.ctci.services.cewl.outputs`. */
  readonly setting: string;
  /** A secret is masked. */
  readonly value: unknown;
  /** `config.yaml:12`, the name of a variable, or `default`. */
  readonly origin: string;
}

/** What `diff` has found of one service. */
export interface ServiceDiff {
  readonly input: string;
  readonly service: string;
  readonly run: string;
  /** The run whose list it is compared with; null where none is retained. */
  readonly against: string | null;
  /** Whether all old cells are known. */
  readonly complete: boolean;
  readonly rows: readonly RowChange[];
}

/** When one row came, changed or went. */
export interface RowMoment {
  readonly at: string;
  readonly run_id: string;
  readonly kind: RowChange['kind'];
  readonly cells: readonly CellChange[];
}

export interface RowHistory {
  readonly input: string;
  readonly service: string;
  readonly key: string;
  /** Start of the oldest pull that was looked at, ISO 8601 UTC; null when there is none. */
  readonly since: string | null;
  readonly moments: readonly RowMoment[];
}

/** A list of runs in the Web UI. */
export interface SavedView {
  readonly name: string;
  /** In Temporal's language, for `temporal workflow list --query` too. */
  readonly query: string;
  readonly link: string;
}

/** What a verb has to say: to programs, to people, and to the shell. */
export interface VerbResult {
  readonly exit: ExitCode;
  readonly services: readonly ServiceView[];
  /** Steps of `check`. */
  readonly steps?: readonly CheckedStep[];
  readonly error?: ErrorReport | ExplainedError;
  /** All that there are to tell, where one does not say it all. */
  readonly errors?: readonly (ErrorReport | ExplainedError)[];
  /** What `diff` gives. */
  readonly diffs?: readonly ServiceDiff[];
  /** What `history CVE-...` gives. */
  readonly rows?: readonly RowHistory[];
  /** What `open`, `logs` and `diagnostics` give. */
  readonly links?: readonly string[];
  /** Lists of runs by outcome, of `open`; none where Temporal lacks the search attributes. */
  readonly views?: readonly SavedView[];
  readonly file?: string;
  /** What `config show` gives. */
  readonly settings?: readonly SettingView[];
  /** What `state export` gives. */
  readonly state?: AnyState;
  /** For people. Ends without a newline. */
  readonly words: string;
  /** For people, on stderr: what failed and what to do, where `words` do not say it. Ends without a newline. */
  readonly complaint?: string;
}

import type { FilledCells } from '../list/filled-cells';
import type { ListOrigin } from '../list/list-origin';
import type { HeldList } from '../guard/held-list';
import type { JobRecord } from '../changes/receipt';
import { NO_LEDGER, type PackedKeys, type PackedLedger } from '../ledger/ledger';
import type { Told } from '../notices/told';
import type { RememberedReport } from '../report/pull-report';
import type { SenderTotals } from './sender-totals';

/** The version that this code writes. Older ones are migrated when read, newer ones refused by name. */
export const STATE_VERSION = 1;

/** What one output holds, as far as we know. */
export interface OutputState {
  /** Digest of the list that it has confirmed, or null: nothing is known, everything is due. */
  readonly digest: string | null;
  /** Fingerprint of what was sent and where. */
  readonly rules: string | null;
  /** Columns delivered, in their order. */
  readonly columns: readonly string[];
  /** When everything was last delivered, ISO 8601 UTC. */
  readonly last_full_at: string | null;
  /** Why its content is not certain, in words, or null. An output in doubt gets everything. */
  readonly in_doubt: string | null;
  readonly job: JobRecord | null;
  /** Its own ledger while it lags behind the list, else null. */
  readonly ledger: PackedLedger | null;
  /**
   * Events only: keys of what it may have told without having confirmed it. The next delivery says of each how it is
   * now. Absent when nothing is uncertain.
   */
  readonly tried?: PackedKeys;
  /** It is not configured any more. What it has told is kept for the case that it is put back. */
  readonly away?: true;
}

/** The list that the outputs stand for. */
export interface DeliveredList {
  /** Null when nothing is known, and after a reset. */
  readonly digest: string | null;
  /** Rows without duplicates. */
  readonly rows: number;
  readonly ledger: PackedLedger;
  /** Filled cells by column; absent in states of before they were counted. */
  readonly filled?: FilledCells;
  /** The rule that they were counted by; absent for the first. */
  readonly filled_rule?: number;
  /** When something in it last changed, ISO 8601 UTC; absent in states of before this was kept. */
  readonly since?: string;
  /** By what to ask its publisher for a newer one; absent where there is no such means. */
  readonly origin?: ListOrigin;
}

/** Sums since the chain began, or since the state was lost. */
export interface Totals {
  readonly pulls: number;
  readonly delivered: number;
  readonly sent: number;
  /** By sender service; absent in states of before it was counted. */
  readonly senders?: SenderTotals;
}

/** What one run hands to the next: the successor of the old collector's persistence file. */
export interface PullState {
  readonly version: typeof STATE_VERSION;
  /** Start of the last pull that got the list, epoch seconds. */
  readonly last_polled_time: number | null;
  readonly reset_persistence_auth: string;
  /** The value last seen in the configuration, or null before the first pull. */
  readonly configured_reset: string | null;
  /** Set by a reset until everything has been delivered again. */
  readonly deliver_all: boolean;
  readonly list: DeliveredList;
  readonly outputs: Readonly<Record<string, OutputState>>;
  readonly held: HeldList | null;
  readonly totals: Totals;
  /** The last pulls, newest last, so that history outlives the engine's retention. */
  readonly reports: readonly RememberedReport[];
  /** What webhooks have been told of all that lasts; absent in states of before this was remembered. */
  readonly told?: Told;
}

export const EMPTY_STATE: PullState = {
  version: STATE_VERSION,
  last_polled_time: null,
  reset_persistence_auth: '',
  configured_reset: null,
  deliver_all: false,
  list: { digest: null, rows: 0, ledger: '' },
  outputs: {},
  held: null,
  totals: { pulls: 0, delivered: 0, sent: 0 },
  reports: [],
};

export const UNKNOWN_OUTPUT: OutputState = {
  digest: null,
  rules: null,
  columns: [],
  last_full_at: null,
  in_doubt: null,
  job: null,
  ledger: null,
};

/** What a run returns. */
export interface PullResult<Report, State = PullState> {
  readonly state: State;
  readonly report: Report;
}

/**
 * Whether anything was ever delivered, be it an empty list that somebody has released. A reset clears the digests; an
 * output that never confirmed anything has no rules either, or, when it may have told something, an empty ledger.
 */
export function hasDelivered({ list, outputs }: PullState): boolean {
  return (
    list.rows > 0 ||
    list.digest !== null ||
    Object.values(outputs).some(({ rules, ledger }) => rules !== null && ledger !== NO_LEDGER)
  );
}

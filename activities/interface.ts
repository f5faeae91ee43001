import type { Confirmed, DeliveryResult } from '../domain/state/advance';
import type { CheckedStep } from '../domain/checked-step';
import type { OutputDelivery } from '../domain/changes/delivery-plan';
import type { ErrorReport } from '../errors/error-report';
import type { FilledCells } from '../domain/list/filled-cells';
import type { ListOrigin } from '../domain/list/list-origin';
import type { LedgerBytes, PackedKeys, PackedLedger } from '../domain/ledger/ledger';
import type { ListChanges, TravellingTable } from '../domain/list/list-table';
import type { PinnedService, PullSettings, ServiceRef } from '../domain/pull-settings';
import type { OutputState } from '../domain/state/pull-state';

/** What every answer of the source says, changed or not. */
export interface FetchNumbers {
  readonly digest: string;
  readonly received: number;
  readonly without_key: number;
  readonly requests: number;
  readonly bytes: number;
  /** By what to ask its publisher for a newer one; absent where there is no such means. */
  readonly origin?: ListOrigin;
}

export type FetchedCewl = UnchangedCewl | FreshCewl;

/** Nothing more to do: no rows travel. */
export interface UnchangedCewl extends FetchNumbers {
  readonly unchanged: true;
}

export interface FreshCewl extends FetchNumbers {
  readonly unchanged: false;
  readonly table: TravellingTable;
  /** What `dedupe` has to know of the rows of a packed table; null when it gets the table itself. */
  readonly marks: PackedMarks | null;
  /** What the table takes of a payload. */
  readonly table_bytes: number;
  /** Filled cells by column; absent in what a worker of before they were counted has fetched. */
  readonly filled?: FilledCells;
  /** Why nothing of it may leave, whatever it is compared with; absent when it may. */
  readonly refusal?: ErrorReport;
}

/** Key and fingerprint of each row, duplicates included, in the order of the rows; packed as a ledger is. */
export type PackedMarks = LedgerBytes;

/** What outputs hold: the ledger of the delivered list, and those of the outputs that lag behind it. */
export interface Baselines {
  readonly list: PackedLedger;
  readonly outputs: Readonly<Record<string, PackedLedger>>;
  /** The event outputs that may get something; absent from what a run of before has asked. */
  readonly events?: Readonly<Record<string, EventBaseline>>;
}

/** What has to be known of an event output beside what it has confirmed. */
export interface EventBaseline {
  /** Whether it gets the whole list, whatever has changed. */
  readonly everything: boolean;
  /** Keys of what it may have told without having confirmed it. */
  readonly tried: PackedKeys;
}

/** The fresh list against what was delivered. */
export interface DedupedList {
  /** Rows without duplicates. */
  readonly rows: number;
  /** Indexes of the rows that are duplicates of an earlier one. */
  readonly duplicates: readonly number[];
  readonly changes: ListChanges;
  /** Changes for outputs that lag behind the list, or may have told something else. */
  readonly lagging: Readonly<Record<string, ListChanges>>;
  /**
   * For each event output the keys that are uncertain when its delivery is not confirmed; absent from what a worker of
   * before has found.
   */
  readonly tried?: Readonly<Record<string, PackedKeys>>;
  /**
   * For each event output that may not tell anything new yet: the keys that are uncertain when it has taken back the
   * rest.
   */
  readonly settled?: Readonly<Record<string, PackedKeys>>;
  /** Keys of the delivered list that are gone, of how many. */
  readonly missing: number;
  readonly of: number;
  /** Looks like the list that CTCI gives to a token without subscription. */
  readonly restricted: boolean;
  /** Packed ledger of the fresh list. */
  readonly ledger: PackedLedger;
}

/** One delivery to one output, with what the output holds. */
export interface OrderedDelivery extends OutputDelivery {
  /**
   * What differs from what the output holds; with `everything`, only what is gone, but for event outputs that hold
   * something.
   */
  readonly changes: ListChanges;
  readonly known: Pick<OutputState, 'columns' | 'job'>;
}

export interface SendOrder {
  readonly digest: string;
  /** Start of the pull, epoch seconds: the `@devo_pulling_id`. */
  readonly pulling_id: number;
  readonly table: TravellingTable;
  readonly duplicates: readonly number[];
  readonly deliveries: readonly OrderedDelivery[];
}

/** What became of each delivery, by output. */
export type SendReceipt = Readonly<Record<string, DeliveryResult>>;

/**
 * What `sendToDevo` heartbeats: for each output what it confirmed, or what it needs to go on after a lost attempt.
 * A run whose step ends by timeout still learns from it what was confirmed.
 */
export type SendProgress = Readonly<Record<string, { readonly confirmed?: Confirmed; readonly saved?: unknown }>>;

/** The four steps of a pull. */
export interface CewlActivities {
  /**
   * `hasState`: whether something was delivered before; then a history date that has grown too old is only a warning.
   */
  setup(service: ServiceRef, hasState: boolean): Promise<PullSettings>;
  /**
   * `ledgers`: characters of the packed ledgers that `dedupe` gets beside the marks. `origin`: of the known list.
   */
  fetchCewl(service: PinnedService, known: string | null, ledgers?: number, origin?: ListOrigin): Promise<FetchedCewl>;
  /**
   * `list`: its marks, or a table that is small. `tableBytes`: what the rows take of the payload in which they are
   * sent.
   */
  dedupe(
    service: PinnedService,
    list: PackedMarks | TravellingTable,
    baselines: Baselines,
    tableBytes?: number,
  ): Promise<DedupedList>;
  sendToDevo(service: PinnedService, order: SendOrder): Promise<SendReceipt>;
}

/** What `check` asks of a worker. */
export interface CheckActivities {
  checkService(service: ServiceRef): Promise<CheckedStep[]>;
}

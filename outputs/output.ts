import type { Receipt } from '../domain/changes/receipt';
import type { ListChanges, ListInTurn } from '../domain/list/list';

/** What an output says of the place that it writes to, before a pull. */
export interface SinkFacts {
  /** False when the place is known not to exist (a lookup that was deleted). */
  readonly exists: boolean;
  /** Id of the newest deploy job that the sink knows, or null when it knows none. */
  readonly newestJob: string | null;
  readonly requests: number;
}

/** One delivery to one output. */
export interface Delivery {
  /**
   * `everything`: the sink shall hold exactly the table. `changes`: it holds the list before, and gets what differs.
   */
  readonly kind: 'everything' | 'changes';
  /** The whole list without duplicates. Its columns are the list's own. */
  readonly table: ListInTurn;
  /** What differs from what this output holds. Indexes count the rows of `table`. */
  readonly changes: ListChanges;
  /** Columns that this output has delivered before, in their order; empty at first and after a reset. */
  readonly knownColumns: readonly string[];
  /** Id of the last job that this output confirmed, or null. */
  readonly knownJob: string | null;
  /** Digest of the table, for logs and events. */
  readonly digest: string;
  /** Start of the pull, epoch seconds with fraction: the `@devo_pulling_id` of the log lines. */
  readonly pullingId: number;
}

/**
 * What survives a lost attempt. `save` puts a JSON value into the activity's heartbeat at once; `last` is what an
 * earlier attempt of the same delivery saved, or undefined. It never holds a secret.
 */
export interface DeliveryProgress {
  readonly last: unknown;
  save(progress: unknown): void;
}

/**
 * Where a list goes. One folder under `outputs/` implements it, such as `createDevoLookupOutput`; `createOutput`
 * chooses among them.
 */
export interface Output {
  readonly name: string;
  readonly type: string;
  /**
   * Fingerprint (hex) of what this output would send and where: type, target, mode of columns, obfuscation.
   * Secrets are not part of it, obfuscation keys only as HMAC.
   */
  readonly rules: string;
  inspect(signal: AbortSignal): Promise<SinkFacts>;
  /**
   * Returns only when the sink has confirmed. Safe to repeat: a second call with the same delivery leaves the sink
   * as one call would. Throws CollectorError.
   */
  deliver(delivery: Delivery, progress: DeliveryProgress, signal: AbortSignal): Promise<Receipt>;
  /** Gets in as a delivery would, and leaves again; for outputs whose `inspect` asks nothing. Throws CollectorError. */
  check?(signal: AbortSignal): Promise<void>;
  close(): void;
}

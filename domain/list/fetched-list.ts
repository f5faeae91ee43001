import type { ErrorReport } from '../../errors/error-report';
import type { ListOrigin } from './list-origin';
import type { FilledCells } from './filled-cells';
import type { TravellingList } from './list';

/** What every answer of the source says, changed or not. */
export interface FetchNumbers {
  /** SHA-256 (hex) over the cells of all rows that have a key, whatever the order of rows. */
  readonly digest: string;
  /** Rows in the answer, with or without a key. */
  readonly received: number;
  /** Rows that have no key and were therefore not collected. */
  readonly without_key: number;
  /** HTTP requests made, logins included. */
  readonly requests: number;
  /** Bytes of the decoded body. */
  readonly bytes: number;
  /** By what to ask its publisher for a newer one; absent where there is no such means. */
  readonly origin?: ListOrigin;
}

export type FetchedList = UnchangedList | FreshList;

/** The list that was known already, by its digest. Nothing more to do: no rows travel. */
export interface UnchangedList extends FetchNumbers {
  readonly unchanged: true;
}

export interface FreshList extends FetchNumbers {
  readonly unchanged: false;
  readonly table: TravellingList;
  /**
   * Key and fingerprint of each row, duplicates included, in the order of the rows: what `dedupe` has to know of a
   * packed table. Null when it gets the table itself.
   */
  readonly marks: Uint8Array | null;
  /** What the table takes of a payload. */
  readonly table_bytes: number;
  /** Filled cells by column; absent in what a worker of before they were counted has fetched. */
  readonly filled?: FilledCells;
  /** The rule that they were counted by; absent for the first. */
  readonly filled_rule?: number;
  /** Why nothing of it may leave, whatever it is compared with; absent when it may. */
  readonly refusal?: ErrorReport;
}

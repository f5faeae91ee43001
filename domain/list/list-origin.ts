/** What a publisher calls an edition of its list. */
export interface ListEdition {
  readonly version: string;
  /** As the publisher writes it. */
  readonly released: string;
}

/**
 * Where a delivered list came from: by what its publisher can be asked whether there is a newer one, and what to report
 * when there is none. It is remembered only beside the list itself.
 */
export interface ListOrigin {
  /** Tells the address, and the way of reading, that the validators belong to. Others say nothing of this list. */
  readonly from: string;
  /** `ETag` and `Last-Modified` of the answer, as they came. */
  readonly etag?: string;
  readonly last_modified?: string;
  readonly edition?: ListEdition;
  readonly received: number;
  readonly without_key: number;
}

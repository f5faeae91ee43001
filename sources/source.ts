import type { FetchNumbers, UnchangedList } from '../domain/list/fetched-list';
import type { ListDescription } from '../domain/list/list-description';
import type { ListOrigin } from '../domain/list/list-origin';
import type { ErrorId } from '../errors/catalogue';
import type { RowCollector, RowLayout } from '../domain/list/list';

/** A complete, normalised list, and what it took to get it. */
export interface SourceList<Collector extends RowCollector = RowCollector> extends FetchNumbers {
  /** What has got the rows. */
  readonly collector: Collector;
  readonly layout: RowLayout;
  /** Keys of the rows, in their order. */
  readonly keys: readonly string[];
  /** Fingerprints of the rows, in their order; see `rowFingerprints`. */
  readonly fingerprints: Buffer;
  /** Oddities worth a log line, one sentence each, without secrets. */
  readonly warnings: readonly string[];
}

/** The list that the caller has; with no digest, nothing may be spared. */
export interface KnownList {
  readonly digest: string | null;
  readonly origin?: ListOrigin | undefined;
}

export interface Session {
  /** When the source's token ends, ISO 8601 UTC, or null when it does not say. */
  readonly tokenExpiresAt: string | null;
  /** Whether the source gets a new one by itself. */
  readonly renews?: boolean;
  readonly requests: number;
}

/**
 * Where a list comes from. One folder under `sources/` implements it, such as `createCtciSource`; `createSource`
 * chooses among them.
 */
export interface ListSource {
  /** What is particular to its list. */
  readonly list: ListDescription;
  /** Whether the caller has to be known. */
  readonly hasLogin: boolean;
  /** What it is when a call takes too long. */
  readonly lateError: ErrorId;
  /** Makes sure that there is a usable token. Makes no request when none is needed. Throws CollectorError. */
  authenticate(signal: AbortSignal): Promise<Session>;
  /**
   * Downloads and checks the whole list. Answers `UnchangedList` when its digest is the known one.
   * Everything that is not the list is a CollectorError; nothing but the list is ever returned.
   *
   * @param collect makes what gets the rows, anew for each download: only of the one that is returned are they the list
   */
  fetchList<Collector extends RowCollector>(
    known: KnownList,
    signal: AbortSignal,
    collect: () => Collector,
  ): Promise<SourceList<Collector> | UnchangedList>;
  /** Closes kept-alive connections. */
  close(): void;
}

import type { Release } from './release';
import type { HollowColumn } from '../list/filled-cells';

/** A list that was not delivered because too much would go. */
export interface HeldList {
  readonly digest: string;
  /** Since when lists are held without a good one between, ISO 8601 UTC. */
  readonly since: string;
  readonly reason: 'shrunk' | 'empty' | 'restricted' | 'hollow';
  /** The columns that have lost their contents, when that is the reason. */
  readonly columns?: readonly HollowColumn[];
  /** Keys of the delivered list that are missing, of how many, and what may be missing. */
  readonly missing: number;
  readonly of: number;
  readonly percent: number;
  readonly limit_percent: number;
  readonly rows: number;
  /** Set by the signal `release_held`: this very list may pass once. */
  readonly released: boolean;
  /** Who released it and why; absent where nobody said. */
  readonly release?: Release;
}

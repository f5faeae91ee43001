import type { CewlRow } from './replay/cewl-row';
import type { CtciFault, CtciFaultRequest } from './ctci-fault';
import type { ListChoice } from './answer/served-list';

export interface CtciOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** The key that `x-api-key` must carry. */
  readonly apiToken: string;
  /** Both are needed for `POST /api/v1/login` to let anyone in. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Default: `data/cewl-history.ndjson.gz` of the project. */
  readonly historyFile?: string | undefined;
  /** Keeps the position over restarts. Without it every start begins with the first day. */
  readonly stateFile?: string | undefined;
  /** Stay where the list is until `resume`. */
  readonly hold?: boolean | undefined;
  /** 0 is the same as `hold`. Default 1. */
  readonly stepsPerDownload?: 0 | 1 | undefined;
  /** Of tokens from a login. Default 900, the auth library's own. */
  readonly tokenLifetimeSeconds?: number | undefined;
  readonly log?: ((line: string) => void) | undefined;
  /** Epoch milliseconds. */
  readonly now?: (() => number) | undefined;
}

export interface CtciCounters {
  /** By path, whatever came of them; control requests are not counted. */
  readonly requests: Readonly<Record<string, number>>;
  readonly keysAccepted: number;
  readonly keysRefused: number;
  readonly logins: number;
  /** Lists that reached the client whole. */
  readonly downloads: number;
}

export interface CtciState {
  /** Index of the history step, from 0, and how many there are. */
  readonly step: number;
  readonly steps: number;
  readonly date: string;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Keys that this step removes although they never were removed in the real months. */
  readonly syntheticRemovals: readonly string[];
  readonly held: boolean;
  /** `history`, `restricted`, `empty`, `rows`, or `first N`. */
  readonly serve: string;
  readonly rows: number;
  readonly faults: readonly CtciFault[];
  readonly counters: CtciCounters;
}

export interface CtciSimulator {
  /** Origin: what a collector's `api_base_url` wants. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
  state(): CtciState;
  /** The list that the next download gets. */
  rows(): readonly CewlRow[];
  /** The list that the last complete download got, or null before the first. */
  lastServed(): readonly CewlRow[] | null;
  goToStep(step: number): void;
  /** YYYY-MM-DD: the last step on or before that day. */
  goToDate(date: string): void;
  hold(): void;
  resume(): void;
  serve(choice: ListChoice): void;
  fail(fault: CtciFaultRequest): void;
  clearFaults(): void;
  setTokenLifetime(seconds: number): void;
  /** Makes tokens of past logins invalid at once. */
  forgetTokens(): void;
}

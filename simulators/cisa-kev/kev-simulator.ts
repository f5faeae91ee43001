import type { ListChoice } from '../ctci/answer/served-list';
import type { KevCatalogue } from './kev-catalogue';
import type { KevFault, KevFaultRequest } from './kev-fault';

export interface KevOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Default: `data/cewl-history.ndjson.gz` of the project. */
  readonly historyFile?: string | undefined;
  /** Keeps the position over restarts. Without it every start begins with the first day. */
  readonly stateFile?: string | undefined;
  /** Stay where the catalogue is until `resume`. */
  readonly hold?: boolean | undefined;
  readonly log?: ((line: string) => void) | undefined;
  /** Epoch milliseconds. */
  readonly now?: (() => number) | undefined;
}

export interface KevState {
  /** Index of the history step, from 0, and how many there are. */
  readonly step: number;
  readonly steps: number;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly held: boolean;
  readonly serve: string;
  readonly count: number;
  /** Requests for the catalogue; those that were answered 304; catalogues that reached the client whole. */
  readonly requests: number;
  readonly notModified: number;
  readonly downloads: number;
  readonly faults: readonly KevFault[];
}

export interface KevSimulator {
  /** Origin: what `api_base_url` wants. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
  state(): KevState;
  /** What the next download gets. */
  catalogue(): KevCatalogue;
  goToStep(step: number): void;
  /** YYYY-MM-DD: the last step on or before that day. */
  goToDate(date: string): void;
  hold(): void;
  resume(): void;
  /** Which list stands in the place of the replay's, in CEWL's columns. */
  serve(choice: ListChoice): void;
  fail(fault: KevFaultRequest): void;
  clearFaults(): void;
}

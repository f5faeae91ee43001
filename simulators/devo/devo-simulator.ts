import type { DeployRecord, Overlap } from './lookups/deploy-log';
import type { DevoFault, DevoFaultRequest } from './devo-fault';
import type { EventTable, IngestedEvent } from './event-store';
import type { SyslogEndpointOptions } from './syslog-endpoint';

export interface DevoOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  readonly domain: string;
  /** The bearer token of the Lookups API, and the token of event ingestion. */
  readonly token: string;
  /** Keeps lookups and jobs over restarts. Without it every start begins empty. */
  readonly stateFile?: string | undefined;
  /** Takes events over TLS syslog too, on 127.0.0.1 under the name `localhost`. */
  readonly syslog?: SyslogEndpointOptions | undefined;
  /** From accepting a deploy to the end of its job. Default 20; a demo wants some 1500. */
  readonly jobDelayMs?: number | undefined;
  /** How many status polls of a job are answered with an empty list first. Default 1. */
  readonly emptyPolls?: number | undefined;
  /** Newest events kept. Default 100,000. */
  readonly eventLimit?: number | undefined;
  /** Largest CSV. Default 1 GB: Devo's own limit is not known. */
  readonly csvLimitBytes?: number | undefined;
  readonly log?: ((line: string) => void) | undefined;
  /** Epoch milliseconds. */
  readonly now?: (() => number) | undefined;
}

export interface LookupState {
  readonly name: string;
  /** Available, Creating, Updating or Deleting. */
  readonly status: string;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly key: string;
  /** The fewest rows after any deploy of the collector: never below the limit, if no list was wiped. */
  readonly minimumRows: number | null;
  /** Oldest first, the last ten. */
  readonly jobs: readonly {
    readonly id: string;
    readonly outcome: 'running' | 'ok' | 'err';
    readonly statuses: readonly string[];
  }[];
}

export interface DevoState {
  readonly domain: string;
  readonly lookups: readonly LookupState[];
  readonly overlaps: readonly Overlap[];
  readonly events: number;
  readonly faults: readonly DevoFault[];
  /** By method and kind of path, for example `GET jobs`; control requests and pages are not counted. */
  readonly requests: Readonly<Record<string, number>>;
  /** Requests that carried a wrong token or none. */
  readonly tokensRefused: number;
}

/** What another user of Devo does to a lookup. */
export interface ForeignChange {
  readonly upsert?: readonly Readonly<Record<string, string>>[] | undefined;
  /** Keys. */
  readonly remove?: readonly string[] | undefined;
}

export interface DevoSimulator {
  /** Origin, for the page, the control interface and event ingestion. */
  readonly url: string;
  /** What a lookup output's `url` wants: the origin and `/lookup-api`. */
  readonly lookupApiUrl: string;
  readonly port: number;
  /** Of TLS syslog; null without it. */
  readonly syslogPort: number | null;
  close(): Promise<void>;
  state(): DevoState;
  lookup(name: string): LookupState | null;
  /** Null for a lookup that is not there. */
  rows(name: string): readonly Readonly<Record<string, string>>[] | null;
  deploys(): readonly DeployRecord[];
  overlaps(): readonly Overlap[];
  minimumRows(name: string): number | null;
  events(): readonly IngestedEvent[];
  /** The tags of the events that came. */
  tables(): readonly EventTable[];
  clearEvents(): void;
  fail(fault: DevoFaultRequest): void;
  clearFaults(): void;
  removeLookup(name: string): void;
  /** Returns the job's id. Throws when another job of the lookup runs. */
  foreignDeploy(name: string, change: ForeignChange): string;
  /** Ends every running job now. */
  finishJobs(): void;
}

import type { RequestCounters } from './counters';
import type { NewEvents } from './events/event-flow';
import type { EventVersion } from './events/event-store';
import type { OddEventRequest } from './events/odd-event';
import type { StoredEvent } from './events/stored-event';
import type { LoginCounters } from './login/authority';
import type { Profile, ProfileChoice } from './profile';
import type { ThreatquotientFault, ThreatquotientFaultRequest } from './threatquotient-fault';

export interface ThreatquotientOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** The user that may log in; ThreatQ calls the name `email`. */
  readonly username: string;
  readonly password: string;
  /** Default: 32 letters and digits, the same at each start. */
  readonly clientId?: string | undefined;
  readonly profile?: ProfileChoice | undefined;
  /** Names of event types beside the built-in ones. */
  readonly customTypes?: readonly string[] | undefined;
  /** Events that come by themselves. Default 0. */
  readonly eventsPerMinute?: number | undefined;
  /** Events that are there from the start, spread over the time before it. Default 0 over a day. */
  readonly backlog?: { readonly count: number; readonly overSeconds: number } | undefined;
  /** Keeps the events over restarts. Without it every start begins with the backlog. */
  readonly stateFile?: string | undefined;
  /** Of everything that is left to chance. Default 1. */
  readonly seed?: number | undefined;
  /** PEM texts; plain HTTP without. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  readonly log?: ((line: string) => void) | undefined;
  /** Epoch milliseconds. */
  readonly now?: (() => number) | undefined;
}

export interface ThreatquotientState {
  readonly events: number;
  readonly versions: number;
  /** `YYYY-MM-DD HH:MM:SS`, UTC of the server's clock, or null without events. */
  readonly newestUpdate: string | null;
  readonly types: readonly string[];
  readonly eventsPerMinute: number;
  readonly profile: Profile;
  readonly faults: readonly ThreatquotientFault[];
  readonly counters: RequestCounters & { readonly logins: LoginCounters };
  /** ISO 8601, or null while the account is open. */
  readonly lockedUntil: string | null;
}

export interface ThreatquotientSimulator {
  /** Origin and path: what a collector's `api_base_url` wants. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
  state(): ThreatquotientState;
  /** The newest version of each event, whether or not the index knows it, in the order of ids. */
  events(): readonly StoredEvent[];
  /** Every version that has ever been, in the order in which they came about. */
  versions(): readonly EventVersion[];
  /** Returns the ids. */
  create(wanted: NewEvents): readonly number[];
  createOdd(wanted: OddEventRequest): number;
  /** `at`: epoch seconds, now when left out. */
  update(ids: readonly number[], what?: 'updated' | 'touched' | 'deleted', at?: number): void;
  vanish(ids: readonly number[]): void;
  clearEvents(): void;
  setEventsPerMinute(rate: number): void;
  setProfile(choice: ProfileChoice): void;
  setPassword(password: string): void;
  /** Makes tokens of past logins invalid at once. */
  forgetTokens(): void;
  unlock(): void;
  fail(fault: ThreatquotientFaultRequest): void;
  clearFaults(): void;
}

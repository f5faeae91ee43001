import type { HttpWay } from '../../http/http-way';

/** Where events come from, and which reading of the facts is sent where they leave a choice. */
export interface ThreatquotientOptions extends HttpWay {
  /** Scheme, host, optional port and path, without `/api`. */
  readonly apiBaseUrl: string;
  readonly credentials: {
    /** ThreatQ calls it `email`. */
    readonly username: string;
    readonly password: string;
    /** Without it, the id is read from the web UI's `/assets/js/config.js`. */
    readonly clientId?: string | undefined;
  };
  /** Where the parameters of the login stand. */
  readonly tokenRequest: 'query' | 'json' | 'form';
  /** Which member of a query's body holds the window. */
  readonly queryWindow: 'filters' | 'criteria';
  readonly queryMethod: 'POST' | 'GET';
  readonly paging: 'offset' | 'cursor';
  /** How far the server's clock face is ahead of UTC, minutes: 0 unless its zone was never set to UTC. */
  readonly zoneMinutes: number;
  /** Whether events with a `deleted_at` are left out. */
  readonly skipDeleted: boolean;
  /** Paths of the settings that errors name, such as `inputs.threatq.api_base_url`. */
  readonly settings: {
    readonly address: string;
    readonly password: string;
    readonly clientId: string;
    readonly caFile: string;
    readonly proxy: string;
  };
  readonly connectTimeoutMs?: number | undefined;
  readonly totalTimeoutMs?: number | undefined;
  readonly bodyLimitBytes?: number | undefined;
  /** Lines in the words of Devo's collector, and warnings. */
  readonly log?: Log | undefined;
}

/** Takes one line for people. Nothing in it is secret. */
export type Log = (level: 'info' | 'warn', line: string) => void;

/** Name lookup, TCP, proxy and TLS together. */
export const CONNECT_TIMEOUT_MS = 10_000;

/** For one page. Nothing is documented about the speed; 64 MB need 5 Mbit/s for it. */
export const TOTAL_TIMEOUT_MS = 120_000;

/** Of one page. A page that is larger is asked for in smaller parts, down to one event. */
export const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

import type { ProfileName } from '../../../../simulators/threatquotient/profile';
import type { ThreatquotientFaultRequest } from '../../../../simulators/threatquotient/threatquotient-fault';

/** How a ThreatQ misbehaves, and the number that the pull of its events has to fail with. */
export interface ThreatquotientFault {
  readonly number: number;
  /** Name of the input that has this server. */
  readonly input: string;
  readonly profile?: ProfileName;
  readonly fault?: ThreatquotientFaultRequest;
  readonly wrongPassword?: true;
  /** Somebody else has tried five wrong passwords. */
  readonly isLocked?: true;
  /** It speaks TLS, with a certificate of an authority that nobody knows. */
  readonly isForeign?: true;
  /** How long the description of one of its events is, characters. */
  readonly largeEvent?: number;
  /** Delivers to a sink that bears records of 100,000 bytes, in place of the console; that output is to blame then. */
  readonly intoSink?: true;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What is at the address instead; `silent` is a server that takes connections and says nothing. */
  readonly address?: string;
}

export const THREATQUOTIENT_FAULTS: readonly ThreatquotientFault[] = [
  { number: 100, input: 'wrong_password', wrongPassword: true },
  { number: 100, input: 'stale_id', profile: 'config-stale-id' },
  { number: 101, input: 'config_missing', profile: 'config-missing' },
  { number: 102, input: 'config_without_id', profile: 'config-without-id' },
  { number: 104, input: 'locked', isLocked: true },
  { number: 105, input: 'no_token', fault: { fault: 'html', on: 'token' } },
  { number: 400, input: 'teapot', fault: { fault: 'status', status: 418 } },
  { number: 400, input: 'failing', fault: { fault: 'status', status: 500 } },
  { number: 470, input: 'unreachable', address: 'http://127.0.0.1:1' },
  { number: 471, input: 'foreign', isForeign: true },
  { number: 472, input: 'silent', address: 'silent' },
  { number: 473, input: 'cut', fault: { fault: 'cut' } },
  { number: 474, input: 'page', fault: { fault: 'html' } },
  { number: 475, input: 'huge', largeEvent: 65 * 1024 * 1024 },
  { number: 476, input: 'elsewhere', fault: { fault: 'redirect', on: 'token' } },
  { number: 477, input: 'array', fault: { fault: 'answer', form: 'array' } },
  { number: 478, input: 'no_rights', profile: 'no-rights' },
  { number: 479, input: 'error_in_body', fault: { fault: 'error-in-body' } },
  { number: 480, input: 'circle', fault: { fault: 'ignore-offset' }, settings: { event_fetch_limit_in_items: 5 } },
  { number: 512, input: 'refused_event', largeEvent: 200_000, intoSink: true },
];

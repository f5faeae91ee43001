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
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What is at the address instead. */
  readonly address?: string;
}

export const THREATQUOTIENT_FAULTS: readonly ThreatquotientFault[] = [
  { number: 100, input: 'wrong_password', wrongPassword: true },
  { number: 100, input: 'stale_id', profile: 'config-stale-id' },
  { number: 101, input: 'config_missing', profile: 'config-missing' },
  { number: 102, input: 'config_without_id', profile: 'config-without-id' },
  { number: 105, input: 'no_token', fault: { fault: 'html', on: 'token' } },
  { number: 400, input: 'teapot', fault: { fault: 'status', status: 418 } },
  { number: 400, input: 'failing', fault: { fault: 'status', status: 500 } },
  { number: 470, input: 'unreachable', address: 'http://127.0.0.1:1' },
  { number: 473, input: 'cut', fault: { fault: 'cut' } },
  { number: 474, input: 'page', fault: { fault: 'html' } },
  { number: 476, input: 'elsewhere', fault: { fault: 'redirect', on: 'token' } },
  { number: 477, input: 'array', fault: { fault: 'answer', form: 'array' } },
  { number: 478, input: 'no_rights', profile: 'no-rights' },
  { number: 479, input: 'error_in_body', fault: { fault: 'error-in-body' } },
  { number: 480, input: 'circle', fault: { fault: 'ignore-offset' }, settings: { event_fetch_limit_in_items: 5 } },
];

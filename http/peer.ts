import type { ErrorId } from '../errors/catalogue';
import type { Redactor } from '../config/secrets/redaction';

/** What can become of a request besides the answer that was asked for, whoever the peer is. */
export type FailureKind =
  /** No connection, or one that broke before the answer. */
  | 'unreachable'
  /** The connection stands, and its certificate or handshake will not do. */
  | 'tls'
  | 'timeout'
  /** The answer began and did not come to its end. */
  | 'cut_short'
  /** The answer is not HTTP, cannot be unpacked, or is not what the peer is known to answer. */
  | 'unreadable'
  | 'too_large'
  /** To where the credentials do not belong. */
  | 'redirect'
  /** 401. */
  | 'unauthorized'
  /** 403. */
  | 'forbidden'
  /** 404. */
  | 'not_found'
  /** 429. */
  | 'rate_limited'
  /** 5xx. */
  | 'server_error'
  /** Any other 4xx. */
  | 'refused'
  /** Any other status. */
  | 'status';

/** The catalogue's error for each kind of failure. */
export type PeerErrors = Readonly<Record<FailureKind, ErrorId>>;

/** Whom requests are sent to, as errors need to know it. */
export interface Peer {
  readonly errors: PeerErrors;
  /** Path of the setting that names the address, such as `inputs.ctci.api_base_url`. */
  readonly addressSetting: string;
  /** Path of the setting that holds the token or the password. */
  readonly credentialsSetting: string;
  /** Takes every secret out of a text that comes from outside. */
  readonly mask: Redactor;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

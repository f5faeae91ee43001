import { BodyTooLarge } from '../answer/body-sink';
import { printable } from '../answer/first-words';
import { HttpFailure } from './http-failure';
import type { FailureKind, Peer } from '../peer';
import type { UnusableProxy } from '../proxy/proxy';
import { UnknownEncoding } from '../answer/read-body';
import { thrownReason } from './thrown-reason';
import { ProxyRefusal } from '../proxy/tunnel';

/** How far a request had come when it failed. A body without an announced end ends where the connection does. */
export type RequestPhase = 'not connected' | 'before the answer' | 'in the body' | 'in a body without announced end';

export interface FailedRequest {
  /** Such as `GET https://api.example.com/list`. */
  readonly request: string;
  readonly phase: RequestPhase;
  readonly peer: Peer;
}

/** Codes of OpenSSL and Node for a certificate or a handshake that will not do, now or in a minute. */
const TLS_CODE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME|CRL/;
const NAME_CODE = /^(?:ENOTFOUND|EAI_)/;
/** zlib's and brotli's codes for bytes that cannot be unpacked. */
const UNPACK_CODE = /^(?:Z_|ERR__ERROR_FORMAT|ERR_BROTLI)/;
const PACKED_ENDS_EARLY = 'Z_BUF_ERROR';
const CUT_CODES: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE']);

/**
 * Names what went wrong between the two machines. Of the error itself only code and message are kept: more of it may
 * carry the request, key included.
 */
export function requestFailure(error: unknown, { request, phase, peer }: FailedRequest): HttpFailure {
  const { code, message } = thrownReason(error);
  const reason = printable(code === '' || message.includes(code) ? message : `${message} (${code})`, peer.mask);
  const cause = new Error(reason);

  function failure(kind: FailureKind, retryable: boolean, what = ''): HttpFailure {
    const setting = error instanceof ProxyRefusal ? error.namedBy : peer.addressSetting;
    const context = { setting, seen: `${request}: ${what}${reason}`, retryable, cause };
    return new HttpFailure(kind, phase !== 'not connected', peer.errors, context);
  }

  if (code === 'ERR_INVALID_CHAR')
    return new HttpFailure('unauthorized', false, peer.errors, {
      setting: peer.credentialsSetting,
      seen: `${request}: the credentials hold a character that cannot be sent`,
    });
  if (error instanceof BodyTooLarge) return failure('too_large', false);
  if (error instanceof UnknownEncoding) return failure('unreadable', false);
  if (error instanceof ProxyRefusal) return failure('unreachable', error.mayPass && !TLS_CODE.test(code));
  if (isCut(code, phase)) return failure('cut_short', true);
  if (UNPACK_CODE.test(code)) return failure('unreadable', false, 'the body cannot be unpacked: ');
  if (code.startsWith('HPE_')) return failure('unreadable', false, 'the answer is not HTTP: ');
  if (code === 'ETIMEDOUT') return failure('timeout', true);
  if (NAME_CODE.test(code)) return failure('unreachable', true, 'the name does not resolve: ');
  if (TLS_CODE.test(code)) return failure('tls', false, 'TLS fails: ');
  return failure('unreachable', true);
}

/** The failure of a request whose way is told wrongly: the error names who told it. */
export function unusableProxy(error: UnusableProxy, { request, peer }: FailedRequest): HttpFailure {
  return new HttpFailure('unreachable', false, peer.errors, {
    setting: error.namedBy,
    seen: `${request}: ${error.message}`,
  });
}

/** The failure of a request that was not over when its time was. */
export function requestTimeout(limit: string, { request, phase, peer }: FailedRequest): HttpFailure {
  const context = { setting: peer.addressSetting, seen: `${request}: ${limit}`, retryable: true };
  return new HttpFailure('timeout', phase !== 'not connected', peer.errors, context);
}

function isCut(code: string, phase: RequestPhase): boolean {
  if (phase === 'not connected' || phase === 'before the answer') return false;
  return CUT_CODES.has(code) || (code === PACKED_ENDS_EARLY && phase === 'in a body without announced end');
}

import { CollectorError } from '../../config/errors/collector-error';
import { BodyTooLarge } from './body-sink';
import { printable } from './first-words';
import { UnusableProxy } from './proxy-from-environment';
import { UnknownEncoding } from './read-body';
import type { SecretMask } from './secret-mask';
import { thrownReason } from './thrown-reason';

/** How far a request had come when it failed. A body without an announced end ends where the connection does. */
export type RequestPhase = 'before the answer' | 'in the body' | 'in a body without announced end';

export interface FailedRequest {
  /** Such as `GET https://api.ctci.ai/api/v1/cewl`. */
  readonly request: string;
  readonly phase: RequestPhase;
  /** The setting that names the peer. */
  readonly setting: string;
  readonly mask: SecretMask;
}

/** Codes of OpenSSL and Node for a certificate or a handshake that will not do, now or in a minute. */
const TLS_CODE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME|CRL/;
const NAME_CODE = /^(?:ENOTFOUND|EAI_)/;
/** zlib's and brotli's codes for bytes that cannot be unpacked. */
const UNPACK_CODE = /^(?:Z_|ERR__ERROR_FORMAT|ERR_BROTLI)/;
const PACKED_ENDS_EARLY = 'Z_BUF_ERROR';
const CUT_CODES: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE']);

/**
 * Names what went wrong between the two machines. Of the error itself only code and message are kept: what axios
 * throws carries the whole request, key included.
 */
export function networkError(error: unknown, { request, phase, setting, mask }: FailedRequest): CollectorError {
  const { code, message } = thrownReason(error);
  const reason = printable(code === '' || message.includes(code) ? message : `${message} (${code})`, mask);
  const cause = new Error(reason);

  function failure(id: 'ctci_cut_short' | 'ctci_not_json' | 'ctci_timeout' | 'ctci_unreachable', retryable: boolean, what = ''): CollectorError {
    return new CollectorError(id, { setting, seen: `${request}: ${what}${reason}`, retryable, cause });
  }

  if (error instanceof BodyTooLarge) return new CollectorError('ctci_too_large', { setting, seen: `${request}: ${reason}` });
  if (error instanceof UnknownEncoding) return failure('ctci_not_json', false);
  if (error instanceof UnusableProxy) return failure('ctci_unreachable', false);
  if (isCut(code, phase)) return failure('ctci_cut_short', true);
  if (UNPACK_CODE.test(code)) return failure('ctci_not_json', false, 'the body cannot be unpacked: ');
  if (code.startsWith('HPE_')) return failure('ctci_not_json', false, 'the answer is not HTTP: ');
  if (code === 'ETIMEDOUT') return failure('ctci_timeout', true);
  if (NAME_CODE.test(code)) return failure('ctci_unreachable', true, 'the name does not resolve: ');
  if (TLS_CODE.test(code)) return failure('ctci_unreachable', false, 'TLS fails: ');
  return failure('ctci_unreachable', true);
}

function isCut(code: string, phase: RequestPhase): boolean {
  if (phase === 'before the answer') return false;
  return CUT_CODES.has(code) || (code === PACKED_ENDS_EARLY && phase === 'in a body without announced end');
}

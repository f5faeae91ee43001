import { CollectorError, type ErrorContext } from '../../config/errors/collector-error';
import type { SecretMask } from './secret-mask';
import { printable } from './first-words';
import { BodyTooLarge, UnknownEncoding } from './read-body';

/** How far the request had come when it failed. */
export type RequestPhase = 'before the answer' | 'in the body';

/** Codes of OpenSSL and Node for a certificate or a handshake that will not do, now or in a minute. */
const TLS_CODE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME|CRL/;
const NAME_CODE = /^(?:ENOTFOUND|EAI_)/;
const CUT_CODES: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE']);

/**
 * Names what went wrong between the two machines. Of the error itself only code and message are kept: what axios
 * throws carries the whole request, key included.
 */
export function networkError(
  error: unknown, phase: RequestPhase, request: string, setting: string, mask: SecretMask,
): CollectorError {
  if (error instanceof BodyTooLarge) return new CollectorError('ctci_too_large', { setting, seen: request });
  if (error instanceof UnknownEncoding) {
    return new CollectorError('ctci_not_json', { setting, seen: `${request}: content-encoding ${printable(error.message, mask)}` });
  }
  const code = codeOf(error);
  const message = error instanceof Error ? printable(error.message, mask) : 'an error without words';
  const reason = code === '' || message.includes(code) ? message : `${message} (${code})`;
  const context = { setting, seen: `${request}: ${reason}`, cause: new Error(reason) } satisfies ErrorContext;

  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_FORMAT')) return new CollectorError('ctci_not_json', context);
  if (code.startsWith('HPE_')) {
    return new CollectorError('ctci_not_json', { ...context, seen: `${request}: the answer is not HTTP: ${reason}` });
  }
  if (phase === 'in the body' && CUT_CODES.has(code)) return new CollectorError('ctci_cut_short', { ...context, retryable: true });
  if (code === 'ETIMEDOUT') return new CollectorError('ctci_timeout', { ...context, retryable: true });
  if (NAME_CODE.test(code)) {
    return new CollectorError('ctci_unreachable', { ...context, seen: `${request}: the name does not resolve: ${reason}`, retryable: true });
  }
  if (TLS_CODE.test(code)) return new CollectorError('ctci_unreachable', { ...context, seen: `${request}: TLS fails: ${reason}` });
  return new CollectorError('ctci_unreachable', { ...context, retryable: true });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

import { isAxiosError } from 'axios';
import { CollectorError } from '../../config/errors/collector-error';
import type { LookupsConnection } from './lookups-connection';
import type { LookupsRequest, RequestOutcome } from './lookups-outcome';
import { firstWords } from './plain-words';

/** Failures before a connection stood: nothing was sent. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);

/** Failures of certificates and of TLS itself. They need a person, so they are not tried again. */
const TLS_FAILURE = /CERT|SELF_SIGNED|UNABLE_TO|^ERR_TLS|^ERR_SSL|^EPROTO$/;

interface FailedRequest {
  readonly connection: LookupsConnection;
  readonly request: LookupsRequest;
  readonly timedOut: boolean;
}

/** Says in the catalogue's terms why a request got no answer, with plain words in place of axios's error. */
export function connectionFailure(failure: unknown, failed: FailedRequest): RequestOutcome {
  const { connection, request } = failed;
  const peer = `${request.method} ${new URL(connection.url).host}`;
  const setting = connection.settingsPath;
  if (failed.timedOut) {
    const seen = `${peer}: nothing moved for ${connection.requestTimeoutMs} ms`;
    return { kind: 'lost', error: new CollectorError('devo_timeout', { setting, seen, retryable: true }) };
  }
  const { code, message } = describe(failure);
  const words = firstWords(connection.redact(message));
  const seen = `${peer}: ${words}`;
  if (words.startsWith('maxContentLength')) {
    return { kind: 'lost', error: new CollectorError('devo_answer', { setting, seen: `${peer}: the answer is larger than 10 MB` }) };
  }
  if (TLS_FAILURE.test(code)) return { kind: 'unsent', error: new CollectorError('devo_unreachable', { setting, seen }) };
  const kind = UNSENT.has(code) ? 'unsent' : 'lost';
  return { kind, error: new CollectorError('devo_unreachable', { setting, seen, retryable: true }) };
}

/** Code and words of a failure. Attempts on several addresses of one host carry a code but no words. */
function describe(failure: unknown): { readonly code: string; readonly message: string } {
  const code = isAxiosError(failure) ? (failure.code ?? '') : '';
  const message = failure instanceof Error ? failure.message : '';
  return { code, message: message || code || 'unknown failure' };
}

import { CollectorError, type ErrorContext } from '../../config/errors/collector-error';
import type { ErrorId } from '../../config/errors/catalogue';
import type { LookupsConnection } from './lookups-connection';
import type { LookupsAnswer, LookupsRequest } from './lookups-outcome';
import { spokenError } from './plain-words';
import { retryAfterMs } from './retry-after';

/** Correlation ids are 12 characters; some more are kept, for the case that they grow. */
const CID_CHARACTERS = 64;

/** The catalogue's error for an answer whose status is not a success. */
export function statusError(answer: LookupsAnswer, request: LookupsRequest, connection: LookupsConnection): CollectorError {
  const { status } = answer;
  const setting = connection.settingsPath;
  const seen = seenAnswer(answer, request, connection);
  const wait = retryAfterMs(answer.retryAfter, Date.now());
  const later: ErrorContext = { setting, seen, retryable: true, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
  if (status === 401 || status === 403) return new CollectorError('devo_unauthorized', { setting: `${setting}.token`, seen });
  if (status === 429) return new CollectorError('devo_rate_limited', later);
  if (status >= 500) return new CollectorError('devo_server_error', later);
  if (status === 409) return new CollectorError('devo_refused', later);
  const id: ErrorId = status >= 400 ? 'devo_refused' : 'devo_status';
  return new CollectorError(id, { setting, seen });
}

/** The error for a success whose body is not what the Lookups API answers. */
export function formError(answer: LookupsAnswer, request: LookupsRequest, connection: LookupsConnection): CollectorError {
  return new CollectorError('devo_answer', { setting: connection.settingsPath, seen: seenAnswer(answer, request, connection) });
}

function seenAnswer(answer: LookupsAnswer, request: LookupsRequest, connection: LookupsConnection): string {
  const { words, cid } = spokenError(answer.text, (text) => connection.redact(text));
  const correlation = cid ?? answer.cid?.slice(0, CID_CHARACTERS);
  const parts = [
    `${request.method} ${new URL(connection.url).host}${request.path} answered ${answer.status}`,
    words ? `: ${words}` : ' without words',
    answer.location ? `, redirects to ${redirectHost(answer.location, connection.url)}` : '',
    correlation ? ` (cid ${correlation})` : '',
  ];
  return connection.redact(parts.join(''));
}

/** Only the host of a redirect: the rest may hold what must not be logged. */
function redirectHost(location: string, base: string): string {
  return URL.canParse(location, base) ? new URL(location, base).host : 'an unreadable address';
}

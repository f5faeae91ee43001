import { CollectorError, type ErrorContext } from '../../config/errors/collector-error';
import type { LookupsConnection } from '../devo-lookup/lookups-connection';
import { spokenError } from '../devo-lookup/plain-words';
import { retryAfterMs } from '../devo-lookup/retry-after';

export interface IngestionAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: unknown;
}

/** The catalogue's error for an answer of the ingestion endpoint that is not "received". */
export function ingestionError({ status, text, retryAfter }: IngestionAnswer, connection: LookupsConnection): CollectorError {
  const setting = connection.settingsPath;
  const { words } = spokenError(text, (foreign) => connection.redact(foreign));
  const seen = `POST ${new URL(connection.url).host}/stream answered ${status}${words ? `: ${words}` : ' without words'}`;
  const wait = retryAfterMs(typeof retryAfter === 'string' ? retryAfter : undefined, Date.now());
  const later: ErrorContext = { setting, seen, retryable: true, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
  if (status === 401 || status === 403) return new CollectorError('devo_unauthorized', { setting: `${setting}.token`, seen });
  if (status === 408) return new CollectorError('devo_timeout', later);
  if (status === 429) return new CollectorError('devo_rate_limited', later);
  if (status >= 500) return new CollectorError('devo_server_error', later);
  return new CollectorError(status >= 400 ? 'devo_refused' : 'devo_status', { setting, seen });
}

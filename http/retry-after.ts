import { httpDate } from './http-date';

const SECONDS = /^\d+(?:\.\d+)?$/;

/**
 * How long a peer asks to wait, in milliseconds from `now`, from a `Retry-After` header: seconds or an HTTP date
 * (RFC 9110, 10.2.3). Undefined when there is none or it cannot be read. The one who waits puts a cap on it.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (SECONDS.test(text)) return Math.ceil(Number(text) * 1000);
  const date = httpDate(text);
  return date === null ? undefined : Math.max(0, date - now);
}

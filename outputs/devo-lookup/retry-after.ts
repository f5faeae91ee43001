/** Milliseconds that a `Retry-After` header asks to wait: seconds or an HTTP date. Undefined when it says neither. */
export function retryAfterMs(header: string | undefined, nowEpochMs: number): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) return undefined;
  return Math.max(0, moment - nowEpochMs);
}

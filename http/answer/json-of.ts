/** A body as JSON, without a byte order mark; undefined when it is none. */
export function jsonOf(body: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(body.toString('utf8').replace(/^\ufeff/, ''));
    return value;
  } catch {
    return undefined;
  }
}

/** `1335` → `1,335`. Not `toLocaleString`: the words must not depend on the machine's language. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 row`, `1,335 rows`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** The first characters of a digest, enough to tell two lists apart by eye. */
export function shortDigest(digest: string | null): string {
  return digest === null ? 'none' : `${digest.slice(0, 8)}…`;
}

/** Seconds with up to three decimals, as the log lines of old show them: `0.483`. */
export function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

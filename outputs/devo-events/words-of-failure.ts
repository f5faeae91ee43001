/** Message of whatever was thrown. Where Node tried several addresses its message is empty, and the code must do. */
export function wordsOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.message || codeOf(thrown) || thrown.name;
}

/** Node's error code (`ECONNREFUSED`, `CERT_HAS_EXPIRED`, ...), or the empty string. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}

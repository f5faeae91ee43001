import { z } from 'zod';

// By shape and not by class: errors of Node's core may come from another realm than the collector's code.
const failure = z.looseObject({ message: z.string().catch(''), code: z.string().catch('') });

/** Message of whatever was thrown. Where Node tried several addresses its message is empty, and the code must do. */
export function wordsOf(thrown: unknown): string {
  const read = failure.safeParse(thrown);
  return read.success ? read.data.message.trim() || read.data.code || 'unknown failure' : String(thrown);
}

/** Node's error code (`ECONNREFUSED`, `CERT_HAS_EXPIRED`, ...), or the empty string. */
export function codeOf(thrown: unknown): string {
  return failure.safeParse(thrown).data?.code ?? '';
}

import { createHash } from 'node:crypto';

/** Fingerprint (hex) of what an output sends and where; see `Output.rules`. No secret may be given. */
export function rulesFingerprint(rules: Readonly<Record<string, string | number | boolean | null>>): string {
  const members = Object.entries(rules).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(members)).digest('hex');
}

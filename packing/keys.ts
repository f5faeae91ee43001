import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { NO_KEYS, type PackedKeys } from '../domain/ledger/ledger';

/** Separates keys. Cells hold no NUL: normalisation replaces it. */
const SEPARATOR = '\0';

/** Packs keys, sorted and each once: base64 of the deflated text, about 3.5 characters a key on real CVE lists. */
export function packKeys(keys: Iterable<string>): PackedKeys {
  const sorted = [...new Set(keys)].sort();
  return sorted.length === 0
    ? NO_KEYS
    : deflateRawSync(Buffer.from(sorted.join(SEPARATOR), 'utf8'), { level: 6 }).toString('base64');
}

/** Reverses `packKeys`. Throws an Error when the text is not packed keys. */
export function unpackKeys(packed: PackedKeys): string[] {
  return packed === NO_KEYS ? [] : inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8').split(SEPARATOR);
}

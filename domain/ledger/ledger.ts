/** Key and fingerprint of every row that was delivered, sorted by key. */
export interface Ledger {
  /** Keys as delivered, in their own case. */
  readonly keys: readonly string[];
  /** `FINGERPRINT_BYTES` bytes per row, in the order of `keys`. */
  readonly fingerprints: Buffer;
}

/** A ledger as it is carried in the state, packed: base64 text, or empty for "nothing delivered yet". */
export type PackedLedger = string;

export const NO_LEDGER: PackedLedger = '';

/** Keys alone, packed as text, or empty for none. */
export type PackedKeys = string;

export const NO_KEYS: PackedKeys = '';

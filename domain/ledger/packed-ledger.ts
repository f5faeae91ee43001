/** A packed ledger as it is carried in the state: base64 text, or empty for "nothing delivered yet". */
export type PackedLedger = string;

export const NO_LEDGER: PackedLedger = '';

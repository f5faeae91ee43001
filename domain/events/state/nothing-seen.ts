/** Versions as they are carried in state and heartbeats: base64 text, or empty for none. */
export type PackedSeen = string;

export const NOTHING_SEEN: PackedSeen = '';

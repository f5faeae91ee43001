/** Payloads up to this size stay plain JSON, so that the Web UI and the command line show them as they are. */
export const PLAIN_LIMIT_BYTES = 64 * 1024;

/**
 * In which zlib hands out its result; each piece is a turn of its own, and the default of 16 KB costs more in turns
 * than in work.
 */
export const ZLIB_PIECE_BYTES = 256 * 1024;

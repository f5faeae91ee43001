import { isUtf8 } from 'node:buffer';

/** Bytes that are no text in UTF-8; `message` says what they are, for a person. */
export class UnreadableText extends Error {}

/** Every other byte of Latin letters is zero in UTF-16; a text in UTF-8 holds none at all. */
const LOOKED_AT = 200; // bytes

/** The text of a file in UTF-8, with or without its mark. Throws UnreadableText. */
export function textOfFile(bytes: Buffer): string {
  if (isUtf16(bytes)) throw new UnreadableText('text in UTF-16');
  if (!isUtf8(bytes)) throw new UnreadableText('text that is not UTF-8');
  return bytes.toString('utf8');
}

function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE(0);
  if (mark === 0xff_fe || mark === 0xfe_ff) return true;
  const begin = bytes.subarray(0, LOOKED_AT);
  return begin.length > 1 && begin.filter((byte) => byte === 0).length >= begin.length / 3;
}

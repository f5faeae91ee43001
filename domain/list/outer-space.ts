/**
 * What cannot be seen: white space of every kind, controls, and characters without width such as the zero-width space,
 * the byte order mark and marks of direction. U+2800 is the pattern of Braille without a dot.
 */
const UNSEEN = '[\\p{White_Space}\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}\\u2800]';
const LEADING = new RegExp(`^${UNSEEN}+`, 'u');
const LAST = new RegExp(`^${UNSEEN}$`, 'u');

const [FIRST_SEEN, LAST_SEEN] = [0x21, 0x7e];

/** A text without what cannot be seen around it: the normal form of keys and of the names of columns. */
export function withoutOuterSpace(text: string): string {
  if (isSeen(text.charCodeAt(0)) && isSeen(text.charCodeAt(text.length - 1))) return text;
  const rest = text.replace(LEADING, '');
  return rest.slice(0, endOfSeen(rest));
}

/** Character by character: an expression that looks for its end from every place of a text takes forever in some. */
function endOfSeen(text: string): number {
  let end = text.length;
  while (end > 0) {
    const isPair = end > 1 && (text.codePointAt(end - 2) ?? 0) > 0xffff;
    const from = end - (isPair ? 2 : 1);
    if (!LAST.test(text.slice(from, end))) break;
    end = from;
  }
  return end;
}

/** Whether a character is a printable one of ASCII, as both ends of nearly every key are. */
function isSeen(code: number): boolean {
  return code >= FIRST_SEEN && code <= LAST_SEEN;
}

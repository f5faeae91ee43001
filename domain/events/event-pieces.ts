import { isUtf8 } from 'node:buffer';

const BREAKS_OR_NUL = [0x0a, 0x0d, 0] as const;

/** Of the blanks of JSON those that break no line. */
const BLANK = 0x20;
const TABULATOR = 0x09;

/**
 * What `eventMessage` writes, for the bytes of an event and in pieces; null where it cannot be written so, for what is
 * no UTF-8 is replaced in a text, and what spreads over lines, or holds a NUL, is written otherwise.
 *
 * @param body JSON of an object, without blanks around it
 */
export function eventPieces(body: Buffer, pullingId: string): readonly (string | Buffer)[] | null {
  if (BREAKS_OR_NUL.some((code) => body.includes(code)) || !isUtf8(body)) return null;
  let begin = 1;
  let end = body.length - 1;
  while (begin < end && isBlank(body[begin])) begin += 1;
  while (end > begin && isBlank(body[end - 1])) end -= 1;
  return ['{', body.subarray(begin, end), `${begin === end ? '' : ','}"@devo_pulling_id":${pullingId}}`];
}

function isBlank(code: number | undefined): boolean {
  return code === BLANK || code === TABULATOR;
}

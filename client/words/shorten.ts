/** Below this, a word says nothing any more. */
const SHORTEST = 8; // characters

/** A text in at most so many characters: what is left out is in its middle, for the ends tell names apart. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const kept = Math.max(length, 1) - 1;
  const end = Math.floor(kept / 2);
  return `${text.slice(0, kept - end)}…${end === 0 ? '' : text.slice(-end)}`;
}

/**
 * Widths of a table's columns so that together they are no wider than `width`. Only the named columns give way, the
 * first one first, none of them below 8 characters.
 */
export function fitWidths(natural: readonly number[], elastic: readonly number[], width: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, each) => sum + each, 0) - width;
  for (const column of elastic) {
    const wide = widths[column] ?? 0;
    const less = Math.min(Math.max(excess, 0), Math.max(wide - SHORTEST, 0));
    widths[column] = wide - less;
    excess -= less;
  }
  return widths;
}

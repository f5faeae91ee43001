/** White space as Python's `str.strip` cuts it: JavaScript's `trim` knows other characters. */
const PYTHON_SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const OUTER_SPACE = new RegExp(`^${PYTHON_SPACE}|${PYTHON_SPACE}$`, 'g');

/** What Devo's SDK writes without quotes: digits of any script, with dots between them. */
const BARE_NUMBER = /^-?\p{Nd}+(?:\.\p{Nd}+)*$/u;

/**
 * One row of a lookup by events: the key, then the other cells in order, as devo-sdk 7.0.2 writes them with
 * `escape_quotes` and `escape_newline` (`Lookup.process_fields`): outer white space cut, numbers bare, quotes doubled,
 * newlines as `\n`.
 *
 * @param key index of the key among the cells
 */
export function legacyRow(cells: readonly string[], key: number): string {
  const others = cells.filter((_, index) => index !== key);
  return [cells[key] ?? '', ...others].map(legacyCell).join(',');
}

function legacyCell(cell: string): string {
  const text = cell.replace(OUTER_SPACE, '');
  if (BARE_NUMBER.test(text)) return text;
  return `"${text.replaceAll('"', '""').replaceAll('\n', '\\n')}"`;
}

/** The columns as START and END carry them: JSON, the key first, all of them text. */
export function legacyHeaders(columns: readonly string[], key: number): string {
  const others = columns
    .filter((_, index) => index !== key)
    .map((column) => `{${JSON.stringify(column)}:{"type":"str"}}`);
  return `[${[`{${JSON.stringify(columns[key] ?? '')}:{"type":"str","key":true}}`, ...others].join(',')}]`;
}

/**
 * What a lookup must hold for a list, worked out without any code of the collector: from CTCI's documents (dates are
 * epoch milliseconds or seconds; null, NaN, NaT and empty are one; `year_` is `year`; ids compare without case) and
 * from what users are promised (lower-case columns, days as YYYY-MM-DD, four columns that change without news left
 * out).
 */
const DATES = new Set(['cve_date', 'date_added', 'honeypot', 'intel', 'research', 'date_discovered', 'date_patched']);
const LEFT_OUT = new Set(['processed', 'notified', 'notified_date', 'updated']);
const SECONDS_END = 1e11; // a number below it counts seconds

export type ExpectedRow = ReadonlyMap<string, string>;

type SourceList = readonly Readonly<Record<string, unknown>>[];

/** A list is asked for many times while the lookup is waited for. */
const known = new WeakMap<SourceList, ReadonlyMap<string, ExpectedRow>>();

/** Rows by their key as it is written. Rows without an id are not delivered; of two with one id the first is. */
export function expectedRows(list: SourceList): ReadonlyMap<string, ExpectedRow> {
  const rows = known.get(list) ?? workOut(list);
  known.set(list, rows);
  return rows;
}

function workOut(list: SourceList): ReadonlyMap<string, ExpectedRow> {
  const rows = new Map<string, ExpectedRow>();
  const ids = new Set<string>();
  for (const source of list) {
    const row = expectedRow(source);
    const key = row.get('cve') ?? '';
    if (key.trim() === '' || ids.has(key.toLowerCase())) continue;
    ids.add(key.toLowerCase());
    rows.set(key, row);
  }
  return rows;
}

function expectedRow(source: Readonly<Record<string, unknown>>): ExpectedRow {
  const row = new Map<string, string>();
  for (const [spelling, value] of Object.entries(source)) {
    const lower = spelling.toLowerCase();
    const column = lower === 'year_' ? 'year' : lower;
    if (!LEFT_OUT.has(column)) row.set(column, cell(column, value));
  }
  return row;
}

function cell(column: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return DATES.has(column) ? day(value) : String(value);
  if (typeof value !== 'string' || value === 'NaN' || value === 'NaT') return '';
  return Array.from(value, (sign) => (sign === '\0' || isLoneSurrogate(sign) ? '\ufffd' : sign)).join('');
}

function day(epoch: number): string {
  const written = new Date(epoch < SECONDS_END ? epoch * 1000 : epoch).toISOString();
  return written.endsWith('T00:00:00.000Z') ? written.slice(0, 10) : written.replace('.000Z', 'Z');
}

function isLoneSurrogate(sign: string): boolean {
  return sign.length === 1 && sign >= '\ud800' && sign <= '\udfff';
}

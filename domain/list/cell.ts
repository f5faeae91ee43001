import type { ColumnKind } from './list-description';
import { dateFromNumber, dateFromText } from './date-cell';
import { ExactNumber } from './exact-number';
import type { Cell } from './list';
import { nestedText } from './nested-text';
import { withoutOuterSpace } from './outer-space';
import { wellFormedText } from './well-formed-text';

/** What a list holds that a cell does not show as it was sent, counted while the list is normalised. */
export interface CellOddities {
  /** Dates before 1970 or after 9999 that came as a number, delivered as empty. */
  datesOutOfRange: number;
  /** What is no date although it looks like one, or lies far from all CVEs. */
  oddDates: number;
  /** Nested values too deep to be written, delivered as empty. */
  tooDeep: number;
  /** Keys around which there was something that cannot be seen. */
  untidyKeys: number;
}

export function noOddities(): CellOddities {
  return { datesOutOfRange: 0, oddDates: 0, tooDeep: 0, untidyKeys: 0 };
}

const INTEGER_AS_FLOAT = /^([+-]?\d+)\.0+$/;
const HAS_DIGIT = /\d/;
const TRUE_WORDS: ReadonlySet<string> = new Set(['true', '1', '1.0']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['false', '0', '0.0']);

/**
 * One value of the source as the text that is compared and delivered.
 *
 * The same value has one form however the source spells it (the API's backend turns integers into floats and dates
 * into numbers, strings or NaN, depending on what else stands in the column); a value that does not fit its column
 * stays as it is. Normalising a cell again changes nothing.
 */
export function normaliseCell(kind: ColumnKind, value: unknown, oddities: CellOddities): Cell {
  switch (typeof value) {
    case 'string':
      return textCell(kind, value, oddities);
    case 'number':
      return numberCell(kind, value, oddities);
    case 'boolean':
      return String(value);
    case 'object':
      if (value instanceof ExactNumber) return textCell(kind, value.digits, oddities);
      return value === null ? '' : nestedCell(value, oddities);
    default:
      return '';
  }
}

function textCell(kind: ColumnKind, text: string, oddities: CellOddities): Cell {
  if (text === '' || text === 'NaN' || text === 'NaT') return '';
  switch (kind) {
    case 'key':
      return keyCell(text, oddities);
    case 'text':
      return wellFormedText(text);
    case 'date': {
      const trimmed = text.trim();
      return isMissing(trimmed) ? '' : dateCell(dateFromText(trimmed), text, oddities);
    }
    case 'integer': {
      const trimmed = text.trim();
      return isMissing(trimmed) ? '' : (integerText(trimmed) ?? wellFormedText(text));
    }
    case 'boolean': {
      const trimmed = text.trim();
      return isMissing(trimmed) ? '' : (booleanText(trimmed) ?? wellFormedText(text));
    }
  }
}

/** The one form of a key, by which rows are told apart everywhere. */
function keyCell(text: string, oddities: CellOddities): Cell {
  const key = withoutOuterSpace(text);
  if (key === '' || key === 'NaN' || key === 'NaT') return '';
  if (key !== text) oddities.untidyKeys += 1;
  return wellFormedText(key);
}

/** A column with a type has no use for words like `nat`; in a text column they may be names. */
function isMissing(trimmed: string): boolean {
  return trimmed === '' || /^(?:nan|nat)$/i.test(trimmed);
}

function numberCell(kind: ColumnKind, value: number, oddities: CellOddities): Cell {
  if (!Number.isFinite(value)) return '';
  if (kind === 'date') return dateCell(dateFromNumber(value), String(value), oddities);
  if (kind === 'boolean' && (value === 0 || value === 1)) return String(value === 1);
  return String(value);
}

/** What was read of a value in a column of dates. Nothing becomes another date than the one that was sent. */
function dateCell(read: ReturnType<typeof dateFromText>, text: string, oddities: CellOddities): Cell {
  if (read === 'out of range') {
    oddities.datesOutOfRange += 1;
    return '';
  }
  if (read === 'no date' ? HAS_DIGIT.test(text) : read.isOdd) oddities.oddDates += 1;
  return read === 'no date' ? wellFormedText(text) : read.cell;
}

function integerText(trimmed: string): Cell | undefined {
  return INTEGER_AS_FLOAT.exec(trimmed)?.[1] ?? (/^[+-]?\d+$/.test(trimmed) ? trimmed : undefined);
}

function booleanText(trimmed: string): Cell | undefined {
  const word = trimmed.toLowerCase();
  if (TRUE_WORDS.has(word)) return 'true';
  return FALSE_WORDS.has(word) ? 'false' : undefined;
}

/** JSON of an array or object. A value nested thousands of levels deep cannot be written and counts as empty. */
function nestedCell(value: object, oddities: CellOddities): Cell {
  try {
    return wellFormedText(nestedText(value));
  } catch {
    oddities.tooDeep += 1;
    return '';
  }
}

import { CollectorError } from '../../config/errors/collector-error';
import { type AnswerContext, bodyError, describeAnswer } from './answer-error';
import { columnName } from './column-name';
import { KEY_COLUMN } from '../../domain/list-table';
import type { HttpAnswer } from './http-message';
import { bodyText, parseJson } from './parse-json';

/** One row as the source sent it. */
export type SourceRow = Readonly<Record<string, unknown>>;

export interface ListRows {
  readonly rows: readonly SourceRow[];
  readonly warnings: readonly string[];
}

/**
 * Takes the rows out of an answer, from either envelope: a bare array, or an object with the array under `data`.
 * Whatever is not the list is a CollectorError; an empty array is an empty list, which others judge.
 */
export function listRows(answer: HttpAnswer, context: AnswerContext): ListRows {
  const parsed = parseJson(answer.body);
  if (parsed === null) throw notJson(answer, context);

  const { value, warnings } = parsed;
  const error = bodyError(answer, value, context);
  if (error) throw error;

  const rows = Array.isArray(value) ? value : dataOf(value);
  if (!Array.isArray(rows)) throw notTheList(answer, context, 'neither an array nor an object with an array under data');
  if (!rows.every(isRow)) throw notTheList(answer, context, 'an array of something else than objects');
  if (rows.length > 0 && !rows.some(hasKeyColumn)) throw notTheList(answer, context, `no row has the column ${KEY_COLUMN}`);
  return { rows, warnings };
}

function notJson(answer: HttpAnswer, context: AnswerContext): CollectorError {
  const text = bodyText(answer.body).trim();
  const seen = describeAnswer(answer, context.mask);
  if (isCut(answer, text)) return new CollectorError('ctci_cut_short', { setting: context.addressSetting, seen, retryable: true });
  const html = text.startsWith('<') ? 'HTML, not the API: ' : '';
  return new CollectorError('ctci_not_json', { setting: context.addressSetting, seen: `${html}${seen}` });
}

/** An answer that does not say where it ends, and stops in the middle of JSON: the transport may have cut it. */
function isCut(answer: HttpAnswer, text: string): boolean {
  return !answer.isFramed && /^[[{]/.test(text) && !/[\]}]$/.test(text);
}

function notTheList(answer: HttpAnswer, context: AnswerContext, why: string): CollectorError {
  return new CollectorError('ctci_not_the_list', {
    setting: context.addressSetting,
    seen: `${why}; ${describeAnswer(answer, context.mask)}`,
  });
}

function dataOf(value: unknown): unknown {
  return isRow(value) && Object.hasOwn(value, 'data') ? value.data : undefined;
}

function isRow(value: unknown): value is SourceRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasKeyColumn(row: SourceRow): boolean {
  return Object.keys(row).some((name) => columnName(name) === KEY_COLUMN);
}

import { isUtf8 } from 'node:buffer';
import { CollectorError } from '../../config/errors/collector-error';
import { KEY_COLUMN } from '../../domain/list-table';
import { type AnswerContext, bodyError, describeAnswer } from './answer-error';
import type { HttpAnswer } from './http-message';
import { bodyText, parseBody, parseJson } from './parse-json';
import { rowSlices } from './row-slices';
import type { SourceRow, TableBuilder } from './table-builder';

export interface ReadRows {
  readonly received: number;
  /** What had to be overlooked, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Gives the rows of an answer to the builder, from either envelope: a bare array, or an object with the array under
 * `data`. Whatever is not the list is a CollectorError; an empty array is an empty list, which others judge.
 */
export function readRows(answer: HttpAnswer, builder: TableBuilder, context: AnswerContext): ReadRows {
  const slices = rowSlices(answer.body);
  const envelope = slices && parseJson(slices.envelope);
  if (!slices || !envelope) throw withoutRows(answer, context);
  const error = bodyError(answer, envelope.value, context);
  if (error) throw error;

  let received = 0;
  let { hadBareNumbers } = envelope;
  for (const element of slices.elements()) {
    const row = parseJson(element);
    if (!row) throw notJson(answer, context);
    if (!isRow(row.value)) throw notTheList(answer, context, 'an array of something else than objects');
    builder.add(row.value);
    received += 1;
    hadBareNumbers ||= row.hadBareNumbers;
  }
  if (received > 0 && !builder.hasKeyColumn()) throw notTheList(answer, context, `no row has the column ${KEY_COLUMN}`);
  return { received, warnings: readingWarnings(answer.body, hadBareNumbers) };
}

function readingWarnings(body: Buffer, hadBareNumbers: boolean): string[] {
  const warnings: string[] = [];
  if (!isUtf8(body)) warnings.push('The answer is not valid UTF-8; the bytes that are not were replaced.');
  if (hadBareNumbers) warnings.push('The answer holds NaN or Infinity, which is not JSON; read as empty.');
  return warnings;
}

function withoutRows(answer: HttpAnswer, context: AnswerContext): CollectorError {
  const value = parseBody(answer.body);
  if (value === undefined) return notJson(answer, context);
  return bodyError(answer, value, context) ?? notTheList(answer, context, 'neither an array nor an object with an array under data');
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

function isRow(value: unknown): value is SourceRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

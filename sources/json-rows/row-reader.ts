import { ExactNumber } from '../../domain/list/exact-number';
import { KEY_COLUMN, type RowCollector } from '../../domain/list/list';
import { bodyError } from './error-in-body';
import { type BodySink, BodyTooLarge } from '../../http/answer/body-sink';
import type { HttpAnswer } from '../../http/http-message';
import { furtherPages } from '../../http/answer/further-pages';
import type { ListPeer } from './list-peer';
import { notJson, notTheList, pageOfList, withoutRows } from './no-list';
import type { ArrayPlace } from './find-array';
import { parseJson, parseJsonExactly } from './parse-json';
import { createRowScanner, type ScannedElement } from './row-scanner';
import type { SourceRow, TableBuilder } from './table-builder';

export interface ReadRows {
  readonly received: number;
  /** What stood around the rows, an empty array in their place. */
  readonly envelope: unknown;
  /** What had to be overlooked, one sentence each. */
  readonly warnings: readonly string[];
}

/** Reads the rows of an answer out of its body while that arrives. */
export interface RowReader extends BodySink {
  /** Bytes of the body so far. */
  readonly size: number;
  /** Hands on the last rows, and judges the whole. Whatever was not the list is a CollectorError. */
  finish(answer: HttpAnswer, context: ListPeer): Promise<ReadRows>;
}

/** So many rows are handed on at a time, or a few more: what came with the last of them. */
const BATCH_ROWS = 2_000;

/** The beginning of a body, for the words of an error. Of what is no list this much is read as JSON. */
const BEGINNING_BYTES = 8 * 1024 * 1024;

const SPACE = 0x20;

/** The beginning of a list is only shown. */
const SHOWN_BYTES = 64 * 1024;

/** How an answer holds its rows. */
export interface Envelope extends ArrayPlace {
  /** Whether what it counts is judged here: more rows than came make it a page of the list. */
  readonly mayTellTotals: boolean;
}

/**
 * Makes a reader of answers in an envelope. Rows go to the builder one by one, and from there in batches to the
 * collector. An empty array is an empty list, which others judge.
 *
 * @param rowOf the row that is read out of an element; the element itself when not given
 */
export function createRowReader(
  form: Envelope,
  builder: TableBuilder,
  collector: RowCollector,
  limitBytes: number,
  rowOf: (row: SourceRow) => SourceRow = (row) => row,
): RowReader {
  const scanner = createRowScanner(form);
  const beginning: Buffer[] = [];
  let size = 0;
  let isListLike = false;
  let lastByte = 0;
  let received = 0;
  let hadBareNumbers = false;
  let rows = 0;
  /** Whether an element was no JSON; those after it are not read. */
  let isBroken = false;

  function remember(chunk: Buffer): void {
    if (size < (isListLike ? SHOWN_BYTES : BEGINNING_BYTES)) beginning.push(chunk);
    let last = chunk.length - 1;
    while ((chunk[last] ?? SPACE + 1) <= SPACE) last -= 1;
    lastByte = chunk[last] ?? lastByte;
  }

  function take({ text, hasLongNumbers }: ScannedElement): void {
    isListLike = true;
    if (isBroken) return;
    const row = hasLongNumbers ? parseJsonExactly(text) : parseJson(text);
    if (row === null) {
      isBroken = true;
      return;
    }
    received += 1;
    hadBareNumbers ||= row.hadBareNumbers;
    if (isRow(row.value)) {
      builder.add(rowOf(row.value));
      rows += 1;
    } else {
      builder.skip();
    }
  }

  function judge(answer: HttpAnswer, context: ListPeer): unknown {
    const text = scanner.envelope();
    if (text === null) throw withoutRows(answer, context, form, lastByte);
    const envelope = parseJson(text);
    if (envelope === null) throw notJson(answer, context, lastByte);
    const error = bodyError(answer, envelope.value, context);
    if (error) throw error;
    hadBareNumbers ||= envelope.hadBareNumbers;
    if (isBroken) throw notJson(answer, context, lastByte);
    if (!isEmptied(envelope.value, form)) throw notTheList(answer, context, `${form.rows} stands there more than once`);
    if (received > 0 && rows === 0) throw notTheList(answer, context, 'an array of something else than objects');
    if (received > 0 && !builder.hasKeyColumn())
      throw notTheList(answer, context, `no row has the column ${KEY_COLUMN}`);
    const more = form.mayTellTotals && furtherPages((name) => answer.header(name), envelope.value, received);
    if (more) throw pageOfList(answer, context, more, received);
    return envelope.value;
  }

  return {
    get size() {
      return size;
    },
    async add(chunk) {
      if (size + chunk.length > limitBytes) throw new BodyTooLarge(limitBytes);
      remember(chunk);
      size += chunk.length;
      for (const element of scanner.scan(chunk)) take(element);
      if (builder.waiting >= BATCH_ROWS) await collector.add(builder.take());
    },
    bytes: () => Buffer.concat(beginning),
    async finish(answer, context) {
      const envelope = judge(answer, context);
      if (builder.waiting > 0) await collector.add(builder.take());
      return { received, envelope, warnings: readingWarnings(scanner.wasUtf8(), hadBareNumbers) };
    },
  };
}

function readingWarnings(wasUtf8: boolean, hadBareNumbers: boolean): string[] {
  const warnings: string[] = [];
  if (!wasUtf8) warnings.push('The answer is not valid UTF-8; the bytes that are not were replaced.');
  if (hadBareNumbers) warnings.push('The answer holds NaN or Infinity, which is not JSON; read as empty.');
  return warnings;
}

/**
 * Whether the rows that were found are those that the envelope, read as JSON, has: an empty array stands in their
 * place.
 */
function isEmptied(envelope: unknown, form: ArrayPlace): boolean {
  const rows: unknown = isRow(envelope) ? envelope[form.rows] : envelope;
  return Array.isArray(rows) && rows.length === 0;
}

function isRow(value: unknown): value is SourceRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

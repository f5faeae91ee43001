import { CollectorError } from '../../errors/collector-error';
import { count } from '../../domain/report/words';
import type { HttpAnswer } from '../../http/http-message';
import { describeAnswer } from '../../http/failure/status-error';
import { bodyError } from './error-in-body';
import type { ArrayPlace } from './find-array';
import type { ListPeer } from './list-peer';
import { bodyText, parseBody } from './parse-json';

/** Of the beginning of a body so much says what it is. */
const LOOK_AT_BYTES = 64 * 1024;

/**
 * The error for an answer in which no array of rows was found, or none that closes. `lastByte`: of its body, white
 * space left out.
 */
export function withoutRows(
  answer: HttpAnswer,
  context: ListPeer,
  { rows, mayBeBare }: ArrayPlace,
  lastByte: number,
): CollectorError {
  const value = parseBody(answer.body);
  if (value === undefined) return notJson(answer, context, lastByte);
  return (
    bodyError(answer, value, context) ??
    notTheList(answer, context, `${mayBeBare ? 'neither an array nor' : 'not'} an object with an array under ${rows}`)
  );
}

/** The error for a body that is not JSON, or one whose rows are not. */
export function notJson(answer: HttpAnswer, context: ListPeer, lastByte: number): CollectorError {
  const begin = bodyText(answer.body.subarray(0, LOOK_AT_BYTES)).trimStart();
  const seen = describeAnswer(answer, context);
  if (isCut(answer, begin, lastByte))
    return new CollectorError(context.errors.cut_short, { setting: context.addressSetting, seen, retryable: true });
  const html = begin.startsWith('<') ? 'HTML, not the API: ' : '';
  return new CollectorError(context.errors.unreadable, { setting: context.addressSetting, seen: `${html}${seen}` });
}

/** An answer that does not say where it ends, and stops in the middle of JSON: the transport may have cut it. */
function isCut(answer: HttpAnswer, begin: string, lastByte: number): boolean {
  return !answer.isFramed && /^[[{]/.test(begin) && !/[\]}]/.test(String.fromCharCode(lastByte));
}

/** The error for an answer that is one page of the list. */
export function pageOfList(answer: HttpAnswer, context: ListPeer, why: string, received: number): CollectorError {
  return new CollectorError(context.errors.page_of_list, {
    setting: context.addressSetting,
    seen: `${why}; ${count(received)} ${received === 1 ? 'row' : 'rows'} came; ${describeAnswer(answer, context)}`,
  });
}

/** The error for JSON that is something else than the list. */
export function notTheList(answer: HttpAnswer, context: ListPeer, why: string): CollectorError {
  return new CollectorError(context.errors.not_the_list, {
    setting: context.addressSetting,
    seen: `${why}; ${describeAnswer(answer, context)}`,
  });
}

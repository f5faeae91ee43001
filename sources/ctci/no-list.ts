import { CollectorError } from '../../errors/collector-error';
import { count } from '../../domain/report/words';
import type { HttpAnswer } from '../../http/http-message';
import { describeAnswer } from '../../http/failure/status-error';
import { type AnswerContext, bodyError } from './answer-error';
import { bodyText, parseBody } from './rows/parse-json';

/** Of the beginning of a body so much says what it is. */
const LOOK_AT_BYTES = 64 * 1024;

/**
 * The error for an answer in which no array of rows was found, or none that closes. `lastByte`: of its body, white
 * space left out.
 */
export function withoutRows(answer: HttpAnswer, context: AnswerContext, lastByte: number): CollectorError {
  const value = parseBody(answer.body);
  if (value === undefined) return notJson(answer, context, lastByte);
  return (
    bodyError(answer, value, context) ??
    notTheList(answer, context, 'neither an array nor an object with an array under data')
  );
}

/** The error for a body that is not JSON, or one whose rows are not. */
export function notJson(answer: HttpAnswer, context: AnswerContext, lastByte: number): CollectorError {
  const begin = bodyText(answer.body.subarray(0, LOOK_AT_BYTES)).trimStart();
  const seen = describeAnswer(answer, context);
  if (isCut(answer, begin, lastByte))
    return new CollectorError('ctci_cut_short', { setting: context.addressSetting, seen, retryable: true });
  const html = begin.startsWith('<') ? 'HTML, not the API: ' : '';
  return new CollectorError('ctci_not_json', { setting: context.addressSetting, seen: `${html}${seen}` });
}

/** An answer that does not say where it ends, and stops in the middle of JSON: the transport may have cut it. */
function isCut(answer: HttpAnswer, begin: string, lastByte: number): boolean {
  return !answer.isFramed && /^[[{]/.test(begin) && !/[\]}]/.test(String.fromCharCode(lastByte));
}

/** The error for an answer that is one page of the list. */
export function pageOfList(answer: HttpAnswer, context: AnswerContext, why: string, received: number): CollectorError {
  return new CollectorError('ctci_page_of_list', {
    setting: context.addressSetting,
    seen: `${why}; ${count(received)} ${received === 1 ? 'row' : 'rows'} came; ${describeAnswer(answer, context)}`,
  });
}

/** The error for JSON that is something else than the list. */
export function notTheList(answer: HttpAnswer, context: AnswerContext, why: string): CollectorError {
  return new CollectorError('ctci_not_the_list', {
    setting: context.addressSetting,
    seen: `${why}; ${describeAnswer(answer, context)}`,
  });
}

import { CollectorError } from '../../errors/collector-error';
import type { HttpAnswer } from '../../http/http-message';
import { tellsOfError } from '../../http/answer/error-members';
import { serverWords } from '../../http/answer/server-words';
import type { Peer } from '../../http/peer';
import { describeAnswer } from '../../http/failure/status-error';
import { type CutArray, cutElements } from './cut-elements';
import { type EventElement, readElement, type Reading } from './event-element';

/** One page of events, as it was served. */
export interface EventsPage {
  readonly elements: readonly EventElement[];
  readonly total: number | null;
  readonly nextMark: string | null;
  /** The bodies are not needed any more: their memory is used again. Who does not say so may keep them. */
  readonly release: () => void;
}

/**
 * Reads the answer to a query. Whatever is no page of events is an error that says what was seen. Elements are parsed
 * one by one: a page as one text, and all its values, would be megabytes in the heap.
 */
export function readAnswer(answer: HttpAnswer, peer: Peer, reading: Reading, release: () => void): EventsPage {
  const cut = cutElements(answer.body, 'data');
  const members = membersOf(answer, cut, peer);
  const fault = (
    id: 'threatquotient_error_in_body' | 'threatquotient_no_data' | 'threatquotient_not_events',
    setting: string,
  ): CollectorError => new CollectorError(id, { setting, seen: describeAnswer(answer, peer) });
  const elements = (cut?.elements ?? []).map((body) =>
    readElement(body, parse(body.toString('utf8'), answer, peer), reading),
  );
  const data = members.get('data');
  if (holdsErrors(members.get('errors')) || holdsErrors(memberOf(data, 'errors')))
    throw fault('threatquotient_error_in_body', peer.addressSetting);
  // Beside events other words for an error may mean anything; a page without any must not look like a quiet day.
  if (elements.length === 0 && serverWords(Object.fromEntries(members)).isCalledError)
    throw fault('threatquotient_error_in_body', peer.addressSetting);
  if (data === undefined || data === null) throw fault('threatquotient_no_data', peer.credentialsSetting);
  if (cut === null && !isEmptyObject(data)) throw fault('threatquotient_not_events', peer.addressSetting);
  const mark = members.get('nextCursorMark');
  return {
    elements,
    total: totalOf(members.get('total')),
    nextMark: (typeof mark === 'string' && mark !== '') || typeof mark === 'number' ? String(mark) : null,
    release,
  };
}

/** The members of the answer, without the elements that were cut out of it. */
function membersOf(answer: HttpAnswer, cut: CutArray | null, peer: Peer): ReadonlyMap<string, unknown> {
  const { body } = answer;
  const text =
    cut === null
      ? body.toString('utf8')
      : `${body.toString('utf8', 0, cut.begin)}[]${body.toString('utf8', cut.end + 1)}`;
  const value = parse(text.replace(/^\ufeff/, ''), answer, peer);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  throw new CollectorError('threatquotient_not_events', {
    setting: peer.addressSetting,
    seen: describeAnswer(answer, peer),
  });
}

function parse(json: string, answer: HttpAnswer, peer: Peer): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // An answer without an announced end may have lost it on the way.
    const mayPass = !answer.isFramed;
    throw new CollectorError('threatquotient_not_json', {
      setting: peer.addressSetting,
      seen: describeAnswer(answer, peer),
      retryable: mayPass,
    });
  }
}

/** A number, or a number as text. */
function totalOf(total: unknown): number | null {
  const number = typeof total === 'string' && /^\d+$/.test(total) ? Number(total) : total;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : null;
}

function holdsErrors(errors: unknown): boolean {
  return typeof errors === 'number' ? errors !== 0 : tellsOfError(errors);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? new Map<string, unknown>(Object.entries(value)).get(name)
    : undefined;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

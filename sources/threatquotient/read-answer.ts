import { CollectorError } from '../../errors/collector-error';
import type { HttpAnswer } from '../../http/http-message';
import type { Peer } from '../../http/peer';
import { describeAnswer } from '../../http/failure/status-error';
import { cutElements } from './cut-elements';
import { type EventElement, readElement } from './event-element';

/** One page of events, as it was served. */
export interface EventsPage {
  readonly elements: readonly EventElement[];
  readonly total: number | null;
  readonly nextMark: string | null;
}

/** Reads the answer to a query. Whatever is no page of events is an error that says what was seen. */
export function readAnswer(answer: HttpAnswer, peer: Peer, zoneMinutes: number): EventsPage {
  const members = membersOf(answer, peer);
  const fault = (
    id: 'threatquotient_error_in_body' | 'threatquotient_no_data' | 'threatquotient_not_events',
    setting: string,
  ): CollectorError => new CollectorError(id, { setting, seen: describeAnswer(answer, peer) });
  const data = members.get('data');
  if (holdsErrors(members.get('errors')) || holdsErrors(memberOf(data, 'errors')))
    throw fault('threatquotient_error_in_body', peer.addressSetting);
  if (data === undefined || data === null) throw fault('threatquotient_no_data', peer.credentialsSetting);
  const values = Array.isArray(data) ? (data as readonly unknown[]) : [];
  if (!Array.isArray(data) && !isEmptyObject(data)) throw fault('threatquotient_not_events', peer.addressSetting);
  const bodies = values.length === 0 ? [] : (cutElements(answer.body, 'data') ?? []);
  const mark = members.get('nextCursorMark');
  return {
    elements: values.map((value, index) =>
      readElement(bodies[index] ?? Buffer.from(JSON.stringify(value)), value, zoneMinutes),
    ),
    total: totalOf(members.get('total')),
    nextMark: typeof mark === 'string' && mark !== '' ? mark : null,
  };
}

function membersOf(answer: HttpAnswer, peer: Peer): ReadonlyMap<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(answer.body.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    // An answer without an announced end may have lost it on the way.
    const mayPass = !answer.isFramed;
    throw new CollectorError('threatquotient_not_json', {
      setting: peer.addressSetting,
      seen: describeAnswer(answer, peer),
      retryable: mayPass,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  throw new CollectorError('threatquotient_not_events', {
    setting: peer.addressSetting,
    seen: describeAnswer(answer, peer),
  });
}

/** A number, or a number as text. */
function totalOf(total: unknown): number | null {
  const number = typeof total === 'string' && /^\d+$/.test(total) ? Number(total) : total;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : null;
}

function holdsErrors(errors: unknown): boolean {
  if (errors === undefined || errors === null || errors === false) return false;
  return typeof errors !== 'object' || Object.keys(errors).length > 0;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? new Map<string, unknown>(Object.entries(value)).get(name)
    : undefined;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

import { CollectorError, type ErrorContext } from '../../errors/collector-error';
import { firstWords, printable } from '../answer/first-words';
import type { HttpAnswer } from '../http-message';
import { jsonOf } from '../answer/json-of';
import type { FailureKind, Peer } from '../peer';
import { withoutQuery } from '../redirect';
import { retryAfterMs } from '../retry-after';
import { type ServerWords, serverWords } from '../answer/server-words';

/** The error for an answer whose HTTP status is not the one that was asked for. */
export function statusError(answer: HttpAnswer, peer: Peer): CollectorError {
  const { status } = answer;
  const seen = describeAnswer(answer, peer);
  if (status === 407)
    return new CollectorError(peer.errors.unreachable, {
      setting: answer.proxiedBy ?? peer.addressSetting,
      seen: `the proxy wants a login: ${seen}`,
    });
  if (status === 403 && isPage(answer)) {
    return new CollectorError(peer.errors.unreadable, {
      setting: peer.addressSetting,
      seen: `a page of something that stands before the API: ${seen}`,
    });
  }
  const kind = kindOf(status);
  if (kind === 'unauthorized' || kind === 'forbidden')
    return new CollectorError(peer.errors[kind], { setting: peer.credentialsSetting, seen });
  return new CollectorError(peer.errors[kind], {
    setting: peer.addressSetting,
    seen,
    ...(mayPass(status) && later(answer, peer)),
  });
}

/**
 * Whether an answer is for people: HTML or XML of a content delivery network, a firewall or a portal, or Cloudflare's
 * short form of its page. The APIs speak JSON, and what forbids in their place knows nothing of the token.
 */
export function isPage({ contentType, body }: HttpAnswer): boolean {
  const begin = body
    .subarray(0, 1024)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (jsonOf(body) !== undefined) return false;
  return begin.startsWith('<') || /\b(?:html|xml)\b/i.test(contentType) || /^error code: \d+/i.test(begin);
}

/** Whether the same request may go well later: the server was slow, busy or had a fault. */
export function mayPass(status: number): boolean {
  return MAY_PASS.has(kindOf(status));
}

/** That the same may go well later, and when the peer wants to be asked again. */
export function later(answer: HttpAnswer, peer: Peer): Pick<ErrorContext, 'retryable' | 'retryAfterMs'> {
  const wait = retryAfterMs(answer.retryAfter, peer.now());
  return { retryable: true, ...(wait !== undefined && { retryAfterMs: wait }) };
}

/**
 * What was seen, in words: request, status, content type, and what the server says or the first words of the body.
 *
 * @param said where more of the body has been read than is kept
 */
export function describeAnswer(answer: HttpAnswer, { mask }: Pick<Peer, 'mask'>, said?: ServerWords): string {
  const type = printable(answer.contentType, mask) || 'no content type';
  const leads =
    answer.location === undefined ? '' : `, leads to ${printable(withoutQuery(mask(answer.location)), mask)}`;
  return `${answer.request}: status ${answer.status}, ${type}${leads}, ${bodyInWords(answer, mask, said)}`;
}

const MAY_PASS: ReadonlySet<FailureKind> = new Set<FailureKind>(['timeout', 'rate_limited', 'server_error']);

function kindOf(status: number): FailureKind {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'not_found';
    case 408:
      return 'timeout';
    case 429:
      return 'rate_limited';
  }
  if (status >= 500) return 'server_error';
  return status >= 400 ? 'refused' : 'status';
}

/** What the server says, or else the first words of the body. */
export function bodyInWords(answer: HttpAnswer, mask: Peer['mask'], said = serverWords(jsonOf(answer.body))): string {
  const status = said.status === null ? '' : `status ${said.status} in the body, `;
  const correlation = said.correlation === null ? '' : ` (cid ${printable(said.correlation, mask)})`;
  if (said.words !== '') return `${status}the server says "${printable(said.words, mask)}"${correlation}`;
  const words = firstWords(answer.body, mask);
  return words === '' ? 'an empty body' : `${status}the body begins with "${words}"${correlation}`;
}

import { CollectorError, type ErrorContext } from '../../config/errors/collector-error';
import type { ErrorId } from '../../config/errors/catalogue';
import { firstWords, printable } from './first-words';
import type { HttpAnswer } from './http-message';
import { parseBody } from './parse-json';
import { retryAfterMs } from './retry-after';
import type { SecretMask } from './secret-mask';
import { serverWords } from './server-words';

/** What errors about an answer need to know. */
export interface AnswerContext {
  readonly mask: SecretMask;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The settings that name the peer and the credentials. */
  readonly addressSetting: string;
  readonly credentialsSetting: string;
}

/** The error for an answer whose HTTP status is no success. */
export function statusError(answer: HttpAnswer, context: AnswerContext): CollectorError {
  const { status } = answer;
  const seen = describeAnswer(answer, context.mask);
  const address = { setting: context.addressSetting, seen } satisfies ErrorContext;
  const wait = retryAfterMs(answer.retryAfter, context.now());
  const again = { ...address, retryable: true, ...(wait === undefined ? {} : { retryAfterMs: wait }) } satisfies ErrorContext;

  const credentials = credentialsErrorId(status);
  if (credentials) return new CollectorError(credentials, { setting: context.credentialsSetting, seen });
  if (status === 404) return new CollectorError('ctci_not_found', address);
  if (status === 407) return new CollectorError('ctci_unreachable', { ...address, seen: `the proxy wants a login: ${seen}` });
  if (status === 408) return new CollectorError('ctci_timeout', again);
  if (status === 429) return new CollectorError('ctci_rate_limited', again);
  if (status >= 500) return new CollectorError('ctci_server_error', again);
  return new CollectorError('ctci_status', address);
}

/** The error for an answer that is well-formed and says in its body that it is one, or null. */
export function bodyError(answer: HttpAnswer, parsed: unknown, context: AnswerContext): CollectorError | null {
  const { status, isCalledError } = serverWords(parsed);
  const isError = status === null ? isCalledError : status >= 400;
  if (!isError) return null;
  const seen = describeAnswer(answer, context.mask);
  const credentials = status === null ? null : credentialsErrorId(status);
  if (credentials) return new CollectorError(credentials, { setting: context.credentialsSetting, seen });
  return new CollectorError('ctci_error_in_body', { setting: context.addressSetting, seen });
}

/** What was seen, in words: request, status, content type, and what the server says or the first words of the body. */
export function describeAnswer(answer: HttpAnswer, mask: SecretMask): string {
  const type = printable(answer.contentType, mask) || 'no content type';
  return `${answer.request}: status ${answer.status}, ${type}, ${bodyInWords(answer, mask)}`;
}

function bodyInWords(answer: HttpAnswer, mask: SecretMask): string {
  const said = serverWords(parseBody(answer.body));
  const status = said.status === null ? '' : `status ${said.status} in the body, `;
  if (said.words !== '') return `${status}the server says "${printable(said.words, mask)}"`;
  const words = firstWords(answer.body, mask);
  return words === '' ? 'an empty body' : `${status}the body begins with "${words}"`;
}

function credentialsErrorId(status: number): ErrorId | null {
  if (status === 401) return 'ctci_unauthorized';
  return status === 403 ? 'ctci_forbidden' : null;
}

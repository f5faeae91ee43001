import { CollectorError } from '../../errors/collector-error';
import type { HttpAnswer } from '../../http/http-message';
import type { ListPeer } from './list-peer';
import { serverWords } from '../../http/answer/server-words';
import { describeAnswer } from '../../http/failure/status-error';

/** The error for an answer that is well-formed and says in its body that it is one, or null. */
export function bodyError(answer: HttpAnswer, parsed: unknown, context: ListPeer): CollectorError | null {
  const said = serverWords(parsed);
  const { status } = said;
  if (!said.isCalledError && (status === null || status < 400)) return null;
  const seen = describeAnswer(answer, context, said);
  if (status === 401)
    return new CollectorError(context.errors.unauthorized, { setting: context.credentialsSetting, seen });
  if (status === 403)
    return new CollectorError(context.errors.forbidden, { setting: context.credentialsSetting, seen });
  return new CollectorError(context.errors.error_in_body, { setting: context.addressSetting, seen });
}

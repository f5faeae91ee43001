import { CollectorError } from '../../errors/collector-error';
import type { HttpAnswer } from '../../http/http-message';
import type { Peer } from '../../http/peer';
import { describeAnswer, later, mayPass } from '../../http/failure/status-error';

/**
 * The error for a query that is not answered with success: one number whatever the status and whatever stands in the
 * body, as on Devo's page.
 */
export function queryStatusError(answer: HttpAnswer, peer: Peer): CollectorError {
  const { status } = answer;
  const isForbidden = status === 401 || status === 403;
  return new CollectorError('threatquotient_events_status', {
    setting: isForbidden ? peer.credentialsSetting : peer.addressSetting,
    seen: describeAnswer(answer, peer),
    ...(mayPass(status) && later(answer, peer)),
  });
}

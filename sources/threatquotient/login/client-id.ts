import { CollectorError } from '../../../errors/collector-error';
import type { HttpClient } from '../../../http/http-client';
import { isSuccess, type RequestTally } from '../../../http/http-message';
import { describeAnswer, later, mayPass } from '../../../http/failure/status-error';

export const CLIENT_ID_PATH = '/assets/js/config.js';

/**
 * A client id among the settings of the web UI: `client_id` or `clientId`, `:` or `=`, any quotes, also within a text
 * and as an index in brackets.
 */
const CLIENT_ID = /client[_-]?id\\*["'`]?\]?\s*[:=]\s*\\*["'`]([A-Za-z0-9_-]{8,})\\*["'`]/i;

/** The name alone. With another word before it, it may well be the id of somebody else's login. */
const PLAIN_NAME = new RegExp(`(?<![A-Za-z0-9_$-])${CLIENT_ID.source}`, 'i');

/** Reads the id of the web UI's own client, with which a user may log in. Newer servers do not give it any more. */
export async function readClientId(
  client: HttpClient,
  setting: string,
  tally: RequestTally,
  signal: AbortSignal,
): Promise<string> {
  const { peer } = client;
  const answer = await client.send({ method: 'GET', path: CLIENT_ID_PATH, headers: { accept: '*/*' } }, tally, signal);
  if (!isSuccess(answer.status)) {
    const seen = `${describeAnswer(answer, peer)}; the id can be set as ${setting}`;
    throw new CollectorError('threatquotient_client_id', {
      setting: peer.addressSetting,
      seen,
      ...(mayPass(answer.status) && later(answer, peer)),
    });
  }
  const text = answer.body.toString('utf8');
  const found = (PLAIN_NAME.exec(text) ?? CLIENT_ID.exec(text))?.[1];
  if (found !== undefined) return found;
  throw new CollectorError('threatquotient_parse', { setting, seen: describeAnswer(answer, peer) });
}

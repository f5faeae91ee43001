import type { ErrorId } from '../errors/catalogue';
import { CollectorError } from '../errors/collector-error';
import { tokenFault } from '../config/secrets/token-fault';

/**
 * Refuses a token that no header can carry. The configuration does so already; here it is for one that was read later.
 *
 * @param setting path of the setting that holds it
 */
export function checkToken(token: string, setting: string, id: ErrorId): void {
  const fault = token === '' ? 'nothing' : tokenFault(token);
  if (fault !== null) throw new CollectorError(id, { setting, seen: `it holds ${fault}` });
}

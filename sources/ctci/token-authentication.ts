import { CollectorError } from '../../config/errors/collector-error';
import type { Authentication, Pass } from './authentication';

/** What Node sends in a header unchanged: printable ASCII without spaces at the ends. */
const SENDABLE = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * The token of the portal in `x-api-key`. Nothing is documented about its form, and it is not decoded; but a token
 * that a header cannot hold (a line break, a typographic dash) would arrive as another one, so it is refused here.
 */
export function createTokenAuthentication(apiToken: string, setting: string): Authentication {
  const pass: Pass = { headers: { 'x-api-key': apiToken }, expiresAt: null };
  return {
    pass() {
      if (SENDABLE.test(apiToken)) return Promise.resolve(pass);
      return Promise.reject(new CollectorError('api_token_type', { setting, seen: 'it holds characters that cannot be sent' }));
    },
    refused: () => false,
    secrets: () => [apiToken],
  };
}

import { checkToken } from '../../../http/check-token';
import type { Authentication, Pass } from './authentication';
import { tokenExpiry } from './token-expiry';

/**
 * The token of the portal in `x-api-key`. Nothing is documented about its form, and it is not decoded; but a token
 * that a header cannot hold (a line break, a typographic dash) would arrive as another one, so it is refused here.
 */
export function createTokenAuthentication(apiToken: string, setting: string): Authentication {
  const pass: Pass = { headers: { 'x-api-key': apiToken }, expiresAt: tokenExpiry(apiToken) };
  return {
    async pass() {
      checkToken(apiToken, setting, 'api_token_type');
      return Promise.resolve(pass);
    },
    refused: () => false,
    secrets: () => [apiToken],
  };
}

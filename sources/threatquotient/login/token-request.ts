import type { HttpRequest } from '../../../http/http-message';
import type { ThreatquotientOptions } from '../threatquotient-options';

const TOKEN_PATH = '/api/token';

/** The login in the form that was chosen. ThreatQ's documents show the first; all three are in use. */
export function tokenRequest(
  form: ThreatquotientOptions['tokenRequest'],
  clientId: string,
  { username, password }: ThreatquotientOptions['credentials'],
): HttpRequest {
  const client = { grant_type: 'password', client_id: clientId };
  const person = { email: username, password };
  // Never sent twice and never redirected: a second try may be the one that locks the account.
  const common = { method: 'POST', path: TOKEN_PATH, isOnce: true } as const;
  const json = { 'content-type': 'application/json' };
  switch (form) {
    case 'query':
      return {
        ...common,
        path: `${TOKEN_PATH}?${new URLSearchParams(client).toString()}`,
        shownPath: TOKEN_PATH,
        headers: json,
        body: JSON.stringify(person),
      };
    case 'json':
      return { ...common, headers: json, body: JSON.stringify({ ...client, ...person }) };
    case 'form':
      return {
        ...common,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ ...client, ...person }).toString(),
      };
  }
}

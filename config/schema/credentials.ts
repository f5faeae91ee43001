import { z } from 'zod';
import { choiceNotMade } from './refuse';
import { setting } from './setting-facts';
import { TOKEN_FORM } from '../secrets/token-fault';
import { text, tokenText } from './text';

/** How the collector makes itself known to CTCI. */
export type Credentials =
  | { readonly way: 'api_token'; readonly api_token: string }
  | { readonly way: 'login'; readonly username: string; readonly password: string };

const keys = z.strictObject({
  api_token: setting(tokenText().optional(), {
    description: 'Subscription token from the CTCI portal (menu "API Tokens"). The usual way.',
    secret: true,
    expected: TOKEN_FORM,
    example: '${CTCI_API_TOKEN}',
    errors: { empty: 'api_token_type', type: 'api_token_type', value: 'api_token_type' },
  }),
  api_token_file: setting(text().optional(), {
    description: 'File that holds the token, in place of `api_token`. A newline at its end is cut.',
    file: 'secret',
    example: '/run/secrets/ctci_api_token',
  }),
  username: setting(text().optional(), {
    description:
      'Name of a portal user, in place of a token; the collector then logs in and renews its access token by itself.',
    example: 'collector@example.com',
    errors: { missing: 'username_missing', empty: 'username_missing', type: 'username_type' },
  }),
  password: setting(text().optional(), {
    description: 'Password of that user.',
    secret: true,
    example: '${CTCI_PASSWORD}',
    errors: { missing: 'password_missing', empty: 'password_missing', type: 'password_type' },
  }),
  password_file: setting(text().optional(), {
    description: 'File that holds the password, in place of `password`. A newline at its end is cut.',
    file: 'secret',
    example: '/run/secrets/ctci_password',
  }),
});

export const credentials = setting(
  keys.transform((given, context): Credentials => {
    if (given.api_token !== undefined) return { way: 'api_token', api_token: given.api_token };
    if (given.username === undefined || given.password === undefined) return choiceNotMade(context);
    return { way: 'login', username: given.username, password: given.password };
  }),
  {
    description: 'How the collector makes itself known to CTCI: by a token, or by user name and password.',
    errors: { missing: 'credentials_missing', type: 'credentials_type' },
    choices: [
      { groups: [['api_token'], ['username', 'password']], missing: 'api_token_missing', twice: 'secret_given_twice' },
    ],
  },
);

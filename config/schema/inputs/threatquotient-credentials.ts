import { z } from 'zod';
import { choiceNotMade } from '../refuse';
import { setting } from '../setting-facts';
import { text } from '../text';

/** How the collector makes itself known to ThreatQ. */
export interface ThreatquotientCredentials {
  readonly username: string;
  readonly password: string;
  readonly client_id?: string | undefined;
}

/** A user of ThreatQ, local or of LDAP. Each place that may hold one documents it in its own words. */
export function threatquotientCredentials(description: string) {
  const keys = z.strictObject({
    username: setting(text().optional(), {
      description: 'Name of the user, which is its e-mail address in ThreatQ.',
      example: 'collector@example.com',
      errors: { missing: 'username_missing', empty: 'username_missing', type: 'username_type' },
    }),
    password: setting(text().optional(), {
      description: 'Password of that user.',
      secret: true,
      example: '${THREATQ_PASSWORD}',
      errors: { missing: 'password_missing', empty: 'password_missing', type: 'password_type' },
    }),
    password_file: setting(text().optional(), {
      description:
        'File that holds the password, in place of `password`; read again at every pull. A newline at its end is cut.',
      file: 'secret',
      example: '/run/secrets/threatq_password',
    }),
    client_id: setting(
      z
        .string()
        .regex(/^[!-~]+$/)
        .optional(),
      {
        description:
          'Client id for the login: in ThreatQ, the profile of a user shows it under API credentials. ' +
          'Without it, it is read from `/assets/js/config.js`, which newer servers do not offer.',
        expected: 'an id without blanks',
        example: 'y5m0z3u8q1r6t2w9e4a7s0d3f6g1h8j2',
      },
    ),
  });
  const credentials = keys.transform(({ username, password, client_id }, context): ThreatquotientCredentials => {
    if (username === undefined || password === undefined) return choiceNotMade(context);
    return { username, password, client_id };
  });
  return setting(credentials.optional(), {
    description,
    errors: { missing: 'credentials_missing', type: 'credentials_type' },
    choices: [{ groups: [['username', 'password']], missing: 'username_missing', twice: 'secret_given_twice' }],
  });
}

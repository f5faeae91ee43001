import { z } from 'zod';
import { choiceNotMade } from '../refuse';
import type { Choice } from '../setting-facts';
import { setting } from '../setting-facts';
import { TOKEN_FORM } from '../../secrets/token-fault';
import { text, tokenText } from '../text';
import { readWebAddress } from '../web-address';

/**
 * Settings that several types of output have. Each call makes a schema of its own, documented in the words of its
 * output.
 */
export function outputType<Type extends string>(name: Type, description: string): z.ZodLiteral<Type> {
  return setting(z.literal(name), { description });
}

export function webAddress(description: string, example: string) {
  const address = text()
    .refine((url) => readWebAddress(url) !== null, 'an http or https address without user, query or fragment')
    .transform((url) => url.replace(/\/+$/, ''));
  return setting(address.optional(), { description, expected: 'an http or https address', example });
}

export const domain = setting(z.string().regex(/^[A-Za-z0-9_.@-]+$/), {
  description: 'Domain in Devo, as its web page shows it.',
  expected: 'the name of a Devo domain',
  example: 'acme',
});

export const token = setting(tokenText().optional(), {
  description: 'Token from Devo: Administration, Credentials, Authentication tokens.',
  secret: true,
  expected: TOKEN_FORM,
  example: '${DEVO_API_TOKEN}',
  errors: { value: 'token_form' },
});

export const tokenFile = setting(text().optional(), {
  description: 'File that holds the token, in place of `token`. A newline at its end is cut.',
  file: 'secret',
  example: '/run/secrets/devo_api_token',
});

export const verifyHostSslCert = setting(z.boolean().default(true), {
  description: 'Whether the certificate of the other side is checked. `false` is logged as a warning at each start.',
  example: false,
  errors: { type: 'verify_host_ssl_cert_type' },
});

export const caFile = setting(text().optional(), {
  description: 'PEM file with further certificate authorities to trust, beside those that Node knows.',
  file: 'path',
  example: '/etc/ssl/company-ca.pem',
});

export const lookupName = setting(z.string().regex(/^[A-Za-z0-9_]{6,}$/), {
  description: 'Name of the lookup. It is there as the table `my.lookuplist.<name>`.',
  expected: 'at least 6 letters, digits or _',
  example: 'CTCI_CVE_Early_Warning_List',
});

export const tag = setting(
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){1,5}$/)
    .default('my.app.ctci.cewl'),
  {
    description: 'Tag of the events, which is the name of their table in Devo.',
    expected: '2 to 6 levels of letters, digits, - or _, separated by dots',
    example: 'my.app.ctci.early_warning',
  },
);

/** Where to send, and the token for it: each exactly once. */
export const REGION_AND_TOKEN: readonly Choice[] = [
  { groups: [['region'], ['url']], missing: 'setting_missing', twice: 'setting_value' },
  { groups: [['token']], missing: 'setting_missing', twice: 'secret_given_twice' },
];

interface RegionAndToken {
  readonly region?: string | undefined;
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly token_file?: string | undefined;
}

/** Puts the address that is meant in the place of a region. @param urls the address of each region */
export function atItsAddress<Target extends RegionAndToken>(urls: Readonly<Record<string, string>>) {
  return ({ region, url, token, token_file: _read, ...rest }: Target, context: z.RefinementCtx) => {
    const base = url ?? (region === undefined ? undefined : urls[region]);
    if (base === undefined || token === undefined) return choiceNotMade(context);
    return { ...rest, url: base, token };
  };
}

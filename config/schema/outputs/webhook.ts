import { z } from 'zod';
import { NOTICE_EVENTS } from '../../../domain/notices/pull-news';
import { hasImpossiblePort } from '../../port';
import { proxySetting } from '../proxy';
import { setting } from '../setting-facts';
import { text } from '../text';
import { caFile, outputType, verifyHostSslCert } from './shared-settings';

/**
 * Headers that say how the message itself is carried (RFC 9110 sections 7.6.1, 7.8, 10.1.1; RFC 9112 section 6): one
 * that does not fit breaks the request, and nothing arrives.
 */
const SET_BY_HTTP: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const ADDRESS_FORM = 'an http or https address';

/** Unlike the address of an API, it may have a query. What keeps strangers out often stands in it. */
function address() {
  return text().refine(
    (url) =>
      /^https?:\/\/[^\s/?#@\\]+(?:[/?]|$)/i.test(url) &&
      !/[\s\\]/.test(url) &&
      URL.canParse(url) &&
      !hasImpossiblePort(url),
    ADDRESS_FORM,
  );
}

const target = z.strictObject({
  url: setting(address(), {
    description: 'Where messages are sent, by POST.',
    secret: true,
    maskedAs: 'https://secret.invalid/',
    expected: ADDRESS_FORM,
    example: 'https://hooks.example.com/services/T000/B000',
  }),
  secret: setting(text().optional(), {
    description:
      'Signs every message: the header `X-Ctci-Signature` holds `t=<epoch seconds>,v1=<hex ' +
      'HMAC-SHA256 of "<t>.<body>">`.',
    secret: true,
    example: '${WEBHOOK_SECRET}',
  }),
  secret_file: setting(text().optional(), {
    description: 'File that holds the secret, in place of `secret`. A newline at its end is cut.',
    file: 'secret',
    example: '/run/secrets/webhook_secret',
  }),
  format: setting(z.enum(['json', 'slack', 'teams', 'mattermost']).default('json'), {
    description: '`json` is for programs (docs/webhook.schema.json), the others are what a chat takes.',
    example: 'slack',
  }),
  events: setting(
    z
      .array(z.enum(NOTICE_EVENTS))
      .min(1)
      .default([...NOTICE_EVENTS]),
    {
      description:
        'What is told: a delivery, a list that is held, a pull that fails, one that works again, a ' +
        'token that ends within seven days, a list in which nothing is new. What lasts is told once.',
      expected: `a list of ${NOTICE_EVENTS.join(', ')}`,
      example: ['held', 'failed', 'recovered'],
    },
  ),
  nothing_new_after_periods: setting(z.int().min(1).max(1_000_000).optional(), {
    description: 'After so many periods without any change, `nothing_new` is told, once. Never when left out.',
    unit: 'periods of the service',
    example: 168,
  }),
  ping_url: setting(address().optional(), {
    description:
      'Called by GET after every pull that delivered or found nothing new: whoever watches it ' +
      'hears when nothing comes any more.',
    secret: true,
    maskedAs: 'https://secret.invalid/',
    expected: ADDRESS_FORM,
    example: 'https://watch.example.com/ping/ctci',
  }),
  headers: setting(
    z
      .record(
        z
          .string()
          .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a name of a header, such as X-Api-Key')
          .refine(
            (name) => !SET_BY_HTTP.has(name.toLowerCase()),
            'a header of your own, not one that HTTP itself sets',
          ),
        setting(z.string().regex(/^[\x20-\x7e]*$/), {
          description: 'Its value.',
          secret: true,
          expected: 'a text that can stand in a header',
          example: 'Bearer ${RECEIVER_TOKEN}',
        }),
      )
      .default({}),
    {
      description: 'Further headers of every message. Their values are kept secret.',
      expected: 'a mapping from names to texts',
      example: { Authorization: 'Bearer ${RECEIVER_TOKEN}' },
    },
  ),
  verify_host_ssl_cert: verifyHostSslCert,
  ca_file: caFile,
  proxy: proxySetting('the receiver'),
});

/** A message to people or programs when something happens. It gets no list. */
export const webhook = z.strictObject({
  type: outputType('webhook', 'A message to people or programs when something happens. It gets no list.'),
  config: setting(
    target.transform(({ secret_file: _read, ...rest }) => rest),
    { description: 'Where messages go, and which.' },
  ),
});

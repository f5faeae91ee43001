import { z } from 'zod';
import { HIGHEST_PORT } from '../../port';
import { proxySetting } from '../proxy';
import { setting } from '../setting-facts';
import { text } from '../text';

/** Devo's TLS syslog endpoint and the client certificate for it, with the names that Devo's collectors use. */
export const eventEndpoint = {
  address: setting(z.string().regex(/^[A-Za-z0-9.:_-]+$/), {
    description: 'Host of the event endpoint: Administration, Relays and ELBs.',
    expected: 'a host name or an IP address, without scheme and port',
    example: 'collector-us.devo.io',
  }),
  port: setting(z.int().min(1).max(HIGHEST_PORT).default(443), {
    description: 'Port of the event endpoint.',
    example: 443,
  }),
  type: setting(z.literal('SSL').default('SSL'), {
    description: 'Kind of the connection. Only TLS is offered.',
    example: 'SSL',
  }),
  chain: setting(text(), {
    description: 'PEM file with the certificate authorities that the endpoint is checked against.',
    file: 'path',
    example: 'certs/chain.crt',
  }),
  cert: setting(text(), {
    description: 'PEM file with the client certificate of the domain.',
    file: 'path',
    example: 'certs/acme.crt',
  }),
  key: setting(text(), {
    description: 'PEM file with the private key of that certificate.',
    file: 'path',
    example: 'certs/acme.key',
  }),
  proxy: proxySetting('Devo'),
  sec_level: setting(z.int().min(0).max(5).optional(), {
    description: 'Security level of OpenSSL for this connection; `0` or `1` admits certificates with weak digests.',
    example: 1,
  }),
};

import { z } from 'zod';
import { inputType } from '../input-type';
import { proxySetting } from '../proxy';
import { setting } from '../setting-facts';
import { entryName, text } from '../text';
import { eventsService } from './events-service';
import { threatquotientAddress } from './threatquotient-address';
import { threatquotientCredentials } from './threatquotient-credentials';

/** Settings of an input that events of ThreatQuotient come from. */
export const threatquotientInput = z.strictObject({
  type: inputType(
    'threatquotient',
    'Events of ThreatQuotient. The type of an input called `threatquotient_data_puller`.',
  ),
  enabled: setting(z.boolean().default(true), {
    description: 'Whether the services of this input run.',
    example: false,
    besidePulls: true,
  }),
  api_base_url: threatquotientAddress('Address of ThreatQ. Here, or in the service, not in both.'),
  credentials: threatquotientCredentials('The user that reads events. Here, or in the service, not in both.'),
  verify_host_ssl_cert: setting(z.boolean().default(true), {
    description: 'Whether the certificate of ThreatQ is checked. `false` is logged as a warning at each start.',
    example: false,
    errors: { type: 'verify_host_ssl_cert_type' },
  }),
  ca_file: setting(text().optional(), {
    description: 'PEM file with further certificate authorities to trust, beside those that Node knows.',
    file: 'path',
    example: '/etc/ssl/company-ca.pem',
  }),
  proxy: proxySetting('ThreatQ'),
  requests_per_second: setting(z.number().min(0.01).max(1000).optional(), {
    description: 'Upper limit of requests to ThreatQ. No limit when left out.',
    unit: 'requests per second',
    example: 10,
  }),
  services: setting(z.record(entryName(), eventsService), {
    description: 'Services by name. A name is of lower-case letters, digits and `_`; the usual one is `events`.',
    expected: 'a mapping from names to services',
  }),
});

export type ThreatquotientInput = z.output<typeof threatquotientInput>;

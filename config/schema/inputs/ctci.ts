import { z } from 'zod';
import { credentials } from '../credentials';
import { inputType } from '../input-type';
import { proxySetting } from '../proxy';
import { refusal } from '../refuse';
import { serviceSettings } from '../service';
import { setting } from '../setting-facts';
import { entryName, text } from '../text';
import { readWebAddress } from '../web-address';

const BASE_FORM = 'http[s]://{ip_address_or_domain}{:optional_port}, without a path';

const baseUrl = text()
  .refine((url) => readWebAddress(url)?.pathname === '/', refusal('api_base_url_format', BASE_FORM))
  .transform((url) => url.replace(/\/$/, ''));

/** Settings of an input that CTCI's list comes from. */
export const ctciInput = z.strictObject({
  type: inputType(
    'ctci',
    'The list of CTCI. The type of every input that does not say another, but for one called `threatquotient_data_puller`.',
  ),
  enabled: setting(z.boolean().default(true), {
    description: 'Whether the services of this input run.',
    example: false,
    besidePulls: true,
  }),
  api_base_url: setting(baseUrl, {
    description: 'Address of the API: scheme, host and optional port.',
    expected: BASE_FORM,
    example: 'https://api.ctci.ai',
    errors: { missing: 'api_base_url_missing', empty: 'api_base_url_missing', type: 'api_base_url_type' },
  }),
  credentials,
  verify_host_ssl_cert: setting(z.boolean().default(true), {
    description: 'Whether the certificate of the API is checked. `false` is logged as a warning at each start.',
    example: false,
    errors: { type: 'verify_host_ssl_cert_type' },
  }),
  ca_file: setting(text().optional(), {
    description: 'PEM file with further certificate authorities to trust, beside those that Node knows.',
    file: 'path',
    example: '/etc/ssl/company-ca.pem',
  }),
  proxy: proxySetting('the API'),
  requests_per_second: setting(z.number().min(0.01).max(1000).optional(), {
    description: 'Upper limit of requests to the API. No limit when left out.',
    unit: 'requests per second',
    example: 2,
  }),
  services: setting(z.record(entryName(), serviceSettings), {
    description: 'Services by name. A name is of lower-case letters, digits and `_`; the usual one is `cewl`.',
    expected: 'a mapping from names to services',
  }),
});

export type CtciInput = z.output<typeof ctciInput>;

import { refusal } from '../refuse';
import { setting } from '../setting-facts';
import { text } from '../text';
import { readWebAddress } from '../web-address';

const BASE_FORM = 'http[s]://{ip_address_or_domain}{:optional_port}';

/** The address of a ThreatQ. People copy it with a slash, or `/api`, at its end: both are cut. */
export function threatquotientAddress(description: string) {
  const address = text()
    .refine((url) => readWebAddress(url) !== null, refusal('api_base_url_format', BASE_FORM))
    .transform((url) =>
      url
        .replace(/\/+$/, '')
        .replace(/\/api$/, '')
        .replace(/\/+$/, ''),
    );
  return setting(address.optional(), {
    description,
    expected: BASE_FORM,
    example: 'https://threatq.example.com',
    errors: { missing: 'api_base_url_missing', empty: 'api_base_url_missing', type: 'api_base_url_type' },
  });
}

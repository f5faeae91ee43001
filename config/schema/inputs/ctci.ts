import { z } from 'zod';
import { credentials } from '../credentials';
import { inputType } from '../input-type';
import { refusal } from '../refuse';
import { serviceSettings } from '../service';
import { setting } from '../setting-facts';
import { entryName, text } from '../text';
import { readWebAddress } from '../web-address';
import { enabledInput, inputId, peerSettings } from './peer-settings';

const BASE_FORM = 'http[s]://{ip_address_or_domain}{:optional_port}, without a path';

const baseUrl = text()
  .refine((url) => readWebAddress(url)?.pathname === '/', refusal('api_base_url_format', BASE_FORM))
  .transform((url) => url.replace(/\/$/, ''));

/** Settings of an input that CTCI's list comes from. */
export const ctciInput = z.strictObject({
  type: inputType(
    'ctci',
    'The list of CTCI. The type of every input that does not say another, but for one called ' +
      '`threatquotient_data_puller`.',
  ),
  id: inputId(),
  enabled: enabledInput,
  api_base_url: setting(baseUrl, {
    description: 'Address of the API: scheme, host and optional port.',
    expected: BASE_FORM,
    example: 'https://api.ctci.ai',
    errors: { missing: 'api_base_url_missing', empty: 'api_base_url_missing', type: 'api_base_url_type' },
  }),
  credentials,
  ...peerSettings({ peer: 'the API', pace: 2 }),
  services: setting(z.record(entryName(), serviceSettings), {
    description: 'Services by name. A name is of lower-case letters, digits and `_`; the usual one is `cewl`.',
    expected: 'a mapping from names to services',
  }),
});

import { z } from 'zod';
import { proxySetting } from '../proxy';
import { setting } from '../setting-facts';
import { LOOKUP_API_URLS } from './devo-regions';
import {
  atItsAddress,
  caFile,
  domain,
  lookupName,
  outputType,
  REGION_AND_TOKEN,
  token,
  tokenFile,
  verifyHostSslCert,
  webAddress,
} from './shared-settings';

const target = z.strictObject({
  region: setting(z.enum(['us', 'eu', 'ca', 'apac']).optional(), {
    description: 'Region of the domain. Stands for the `url` of its Lookups API.',
    example: 'us',
  }),
  url: webAddress('Base address of the Lookups API, in place of `region`.', LOOKUP_API_URLS.us),
  domain,
  token,
  token_file: tokenFile,
  lookup_name: lookupName,
  mode: setting(z.enum(['auto', 'full', 'incremental']).default('auto'), {
    description:
      '`full` replaces the lookup at every change, `incremental` sends what differs, `auto` ' +
      'chooses: in full at first, after a reset, for new columns, for more than a quarter of the ' +
      'rows, and every `full_refresh_every`.',
    example: 'full',
  }),
  verify_host_ssl_cert: verifyHostSslCert,
  ca_file: caFile,
  proxy: proxySetting('Devo'),
});

/** A lookup in Devo, kept through the Lookups API. */
export const devoLookup = z.strictObject({
  type: outputType('devo_lookup', 'A lookup in Devo, kept through the Lookups API.'),
  config: setting(target.transform(atItsAddress<z.output<typeof target>>(LOOKUP_API_URLS)), {
    description: 'Where the lookup is, and how it is written.',
    choices: REGION_AND_TOKEN,
  }),
});

import { z } from 'zod';
import { proxySetting } from '../proxy';
import { setting } from '../setting-facts';
import { HTTP_INGESTION_URLS } from './devo-regions';
import {
  atItsAddress,
  caFile,
  domain,
  outputType,
  REGION_AND_TOKEN,
  tag,
  token,
  tokenFile,
  verifyHostSslCert,
  webAddress,
} from './shared-settings';

const target = z.strictObject({
  region: setting(z.enum(['us', 'us3', 'eu', 'ca', 'apac', 'apac2']).optional(), {
    description:
      'Region of the domain (`apac` is Singapore, `apac2` Sydney). Stands for the `url` of its ingestion endpoint.',
    example: 'us',
  }),
  url: webAddress('Address of the ingestion endpoint, in place of `region`.', HTTP_INGESTION_URLS.us),
  domain,
  token,
  token_file: tokenFile,
  tag,
  gzip: setting(z.boolean().default(true), { description: 'Send batches compressed.', example: false }),
  host: setting(
    z
      .string()
      .regex(/^[A-Za-z0-9._-]+$/)
      .optional(),
    {
      description: 'Host name that the events carry. The name of the machine when left out.',
      expected: 'letters, digits, dots, - or _',
      example: 'ctci-collector',
    },
  ),
  verify_host_ssl_cert: verifyHostSslCert,
  ca_file: caFile,
  proxy: proxySetting('Devo'),
});

/** Events through Devo's HTTP ingestion endpoint. */
export const devoHttp = z.strictObject({
  type: outputType('devo_http', "Events through Devo's HTTP ingestion endpoint."),
  config: setting(target.transform(atItsAddress<z.output<typeof target>>(HTTP_INGESTION_URLS)), {
    description: 'Where the events go. The token is of the type "HTTP ingestion" and bound to the tag.',
    choices: REGION_AND_TOKEN,
  }),
});

import { z } from 'zod';
import { inputType } from '../input-type';
import { refusal } from '../refuse';
import { serviceSettings } from '../service';
import { setting } from '../setting-facts';
import { entryName, text } from '../text';
import { readWebAddress } from '../web-address';
import { enabledInput, peerSettings } from './peer-settings';

const BASE_FORM = 'http[s]://{ip_address_or_domain}{:optional_port}, with or without a path';

const baseUrl = text()
  .refine((url) => readWebAddress(url) !== null, refusal('api_base_url_format', BASE_FORM))
  .transform((url) => url.replace(/\/+$/, ''))
  .prefault('https://www.cisa.gov');

/** Settings of one service: the catalogue, pulled by one cron. It holds no column that changes without news. */
export const kevServiceSettings = serviceSettings.omit({ endpoint: true, deliver_volatile: true }).extend({
  endpoint: setting(
    z
      .string()
      .regex(/^\/(?!\/)[^\s#\\]*$/)
      .default('/sites/default/files/feeds/known_exploited_vulnerabilities.json'),
    {
      description: "Path of the catalogue below `api_base_url`. CISA's own when left out.",
      expected: 'a path that starts with one /',
      example: '/mirror/known_exploited_vulnerabilities.json',
    },
  ),
});

/** Settings of an input that CISA's catalogue of known exploited vulnerabilities comes from. */
export const cisaKevInput = z.strictObject({
  type: inputType('cisa_kev', "CISA's catalogue of known exploited vulnerabilities. It needs no account."),
  enabled: enabledInput,
  api_base_url: setting(baseUrl, {
    description:
      'Address of the server that gives the catalogue: CISA when left out, or a mirror. The address of the file ' +
      'itself will do as well.',
    expected: BASE_FORM,
    example: 'https://mirror.example.com',
    errors: { type: 'api_base_url_type' },
  }),
  ...peerSettings({ peer: 'the server of the catalogue', short: 'the server', pace: 2 }),
  services: setting(z.record(entryName(), kevServiceSettings), {
    description: 'Services by name. A name is of lower-case letters, digits and `_`; the usual one is `kev`.',
    expected: 'a mapping from names to services',
  }),
});

export type CisaKevInput = z.output<typeof cisaKevInput>;

import type { z } from 'zod';
import { globalSettings } from '../../config/schema/globals';
import { ctciInput } from '../../config/schema/inputs/ctci';
import { LOOKUP_API_URLS } from '../../config/schema/outputs/devo-regions';
import { domain, lookupName } from '../../config/schema/outputs/shared-settings';
import { serviceSettings } from '../../config/schema/service';
import { factsOf } from '../../config/schema/setting-facts';
import { readWebAddress } from '../../config/schema/web-address';
import type { Question } from './question';

const REGIONS = Object.keys(LOOKUP_API_URLS);

/** What is asked, judged by the very schema that the configuration has to pass. */
export const QUESTIONS = {
  id: ofSetting('--id', 'Number of this collector', globalSettings.shape.id, '10001'),
  name: ofSetting('--name', 'Name of this collector', globalSettings.shape.name, 'ctci_collector'),
  apiBaseUrl: ofSetting(
    '--api-base-url',
    'Address of the CTCI API',
    ctciInput.shape.api_base_url,
    'https://api.ctci.ai',
  ),
  login: oneOf('--login', 'Known to CTCI by a token, or by user name and password', ['token', 'password']),
  username: {
    option: '--username',
    words: 'CTCI user name',
    expected: 'a name that is not empty',
    fallback: null,
    accepts: (name: string) => name.trim() !== '',
  },
  region: {
    option: '--region',
    words: `Devo region (${REGIONS.join(', ')}), or the address of its Lookups API`,
    expected: `${REGIONS.join(', ')}, or an http or https address`,
    fallback: null,
    accepts: (text: string) => isRegion(text) || readWebAddress(text) !== null,
  },
  domain: ofSetting('--domain', 'Devo domain', domain, null),
  lookupName: ofSetting('--lookup-name', 'Name of the lookup', lookupName, 'CTCI_CVE_Early_Warning_List'),
  period: {
    option: '--period',
    words: 'Seconds from one pull to the next',
    expected: 'a whole number of seconds, from 1 to a year',
    fallback: '3600',
    accepts: (text: string) =>
      /^\d+$/.test(text) && serviceSettings.shape.request_period_in_seconds.safeParse(Number(text)).success,
  },
  secrets: oneOf('--secrets', 'Keep secrets in environment variables, or in files that only you may read', [
    'variables',
    'files',
  ]),
} as const satisfies Record<string, Question>;

export function isRegion(text: string): boolean {
  return REGIONS.includes(text);
}

function ofSetting(option: string, words: string, schema: z.ZodType, fallback: string | null): Question {
  return {
    option,
    words,
    expected: factsOf(schema)?.expected ?? 'a value as docs/configuration.md describes it',
    fallback,
    accepts: (text) => schema.safeParse(text).success,
  };
}

/** The first choice is the usual one. */
function oneOf(option: string, words: string, choices: readonly [string, ...string[]]): Question {
  return {
    option,
    words: `${words} (${choices.join(', ')})`,
    expected: choices.join(' or '),
    fallback: choices[0],
    accepts: (text) => choices.includes(text),
  };
}

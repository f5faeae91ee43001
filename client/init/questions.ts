import type { z } from 'zod';
import { globalSettings } from '../../config/schema/globals';
import { ctciInput } from '../../config/schema/inputs/ctci';
import { domain, lookupName } from '../../config/schema/outputs/shared-settings';
import { serviceSettings } from '../../config/schema/service';
import { factsOf } from '../../config/schema/setting-facts';
import { readWebAddress } from '../../config/schema/web-address';
import { ASKED, REGIONS, type Asked } from './asked';
import type { Question } from './question';

/** What is asked, judged by the very schema that the configuration has to pass. */
export const QUESTIONS = {
  id: ofSetting(ASKED.id, globalSettings.shape.id),
  name: ofSetting(ASKED.name, globalSettings.shape.name),
  apiBaseUrl: ofSetting(ASKED.apiBaseUrl, ctciInput.shape.api_base_url),
  login: oneOf(ASKED.login, ['token', 'password']),
  username: { ...ASKED.username, expected: 'a name that is not empty', accepts: (name) => name.trim() !== '' },
  region: {
    ...ASKED.region,
    expected: `${REGIONS.join(', ')}, or an http or https address`,
    accepts: (text) => isRegion(text) || readWebAddress(text) !== null,
  },
  domain: ofSetting(ASKED.domain, domain),
  lookupName: ofSetting(ASKED.lookupName, lookupName),
  period: {
    ...ASKED.period,
    expected: 'a whole number of seconds, from 1 to a year',
    accepts: (text) =>
      /^\d+$/.test(text) && serviceSettings.shape.request_period_in_seconds.safeParse(Number(text)).success,
  },
  secrets: oneOf(ASKED.secrets, ['variables', 'files']),
} as const satisfies Record<keyof typeof ASKED, Question>;

export function isRegion(text: string): boolean {
  return REGIONS.includes(text);
}

function ofSetting(asked: Asked, schema: z.ZodType): Question {
  return {
    ...asked,
    expected: factsOf(schema)?.expected ?? 'a value as docs/configuration.md describes it',
    accepts: (text) => schema.safeParse(text).success,
  };
}

function oneOf(asked: Asked, choices: readonly string[]): Question {
  return { ...asked, expected: choices.join(' or '), accepts: (text) => choices.includes(text) };
}

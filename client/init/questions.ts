import type { z } from 'zod';
import { globalSettings } from '../../config/schema/globals';
import { cisaKevInput } from '../../config/schema/inputs/cisa-kev';
import { ctciInput } from '../../config/schema/inputs/ctci';
import { threatquotientInput } from '../../config/schema/inputs/threatquotient';
import { domain, lookupName } from '../../config/schema/outputs/shared-settings';
import { serviceSettings } from '../../config/schema/service';
import { factsOf } from '../../config/schema/setting-facts';
import { readWebAddress } from '../../config/schema/web-address';
import { ASKED, REGIONS, SOURCES, TARGETS, type Asked, type SourceKind, type TargetKind } from './asked';
import type { Question } from './question';

export const SOURCE_QUESTION = choice<SourceKind>(ASKED.source, SOURCES);
export const TARGET_QUESTION = choice<TargetKind>(ASKED.target, TARGETS);
export const ID_QUESTION = ofSetting(ASKED.id, globalSettings.shape.id);
export const NAME_QUESTION = ofSetting(ASKED.name, globalSettings.shape.name);
export const LOGIN_QUESTION = oneOf(ASKED.login, ['token', 'password']);
export const DOMAIN_QUESTION = ofSetting(ASKED.domain, domain);

const ADDRESSES = {
  cisa_kev: { schema: cisaKevInput.shape.api_base_url, words: 'Address of the mirror', usual: 'https://www.cisa.gov' },
  ctci: { schema: ctciInput.shape.api_base_url, words: 'Address of the CTCI API', usual: 'https://api.ctci.ai' },
  threatquotient: {
    schema: threatquotientInput.shape.api_base_url,
    words: 'Address of ThreatQuotient, such as https://threatq.example.com',
    usual: null,
  },
} as const;

/** What a source is usually like: how its lookup is called, and how often it is pulled. */
export const USUAL = {
  cisa_kev: { lookupName: 'CISA_KEV', period: '3600' },
  ctci: { lookupName: 'CTCI_CVE_Early_Warning_List', period: '3600' },
  threatquotient: { lookupName: '', period: '60' },
} as const satisfies Record<SourceKind, { lookupName: string; period: string }>;

export function addressQuestion(source: SourceKind): Question {
  const { schema, words, usual } = ADDRESSES[source];
  return ofSetting({ ...ASKED.apiBaseUrl, words, fallback: usual }, schema);
}

export function usernameQuestion(source: SourceKind): Question {
  const words = source === 'ctci' ? 'CTCI user name' : 'ThreatQuotient user name';
  return {
    ...ASKED.username,
    words,
    expected: 'a name that is not empty',
    accepts: (name) => name.trim() !== '',
  };
}

/** The regions of what the source is sent to. */
export function regionsFor(source: SourceKind): readonly string[] {
  return source === 'threatquotient' ? REGIONS.events : REGIONS.list;
}

export function regionQuestion(source: SourceKind): Question {
  const regions = regionsFor(source);
  return {
    ...ASKED.region,
    words: `Devo region (${regions.join(', ')}), or the address of its API`,
    expected: `${regions.join(', ')}, or an http or https address`,
    accepts: (text) => regions.includes(text) || readWebAddress(text) !== null,
  };
}

export function lookupNameQuestion(source: SourceKind): Question {
  return ofSetting({ ...ASKED.lookupName, fallback: USUAL[source].lookupName }, lookupName);
}

export function periodQuestion(source: SourceKind): Question {
  return {
    ...ASKED.period,
    fallback: USUAL[source].period,
    expected: 'a whole number of seconds, from 1 to a year',
    accepts: (text) =>
      /^\d+$/.test(text) && serviceSettings.shape.request_period_in_seconds.safeParse(Number(text)).success,
  };
}

/** @param usual what is offered to a person; a program that says nothing gets what it always got */
export function secretsQuestion(usual: 'variables' | 'files'): Question {
  return { ...oneOf(ASKED.secrets, ['variables', 'files']), offered: usual };
}

/** A question that is not asked by any option. */
export function decision(words: string, choices: readonly string[], offered: string): Question {
  return oneOf({ option: '', words: `${words} (${choices.join(', ')})`, fallback: offered }, choices);
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

/** A person is shown what there is, the first offered. */
function choice<Name extends string>(asked: Asked, choices: Readonly<Record<Name, string>>): Question {
  const [first = ''] = Object.keys(choices);
  return { ...oneOf(asked, Object.keys(choices)), offered: first, menu: choices };
}

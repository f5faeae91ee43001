import { HTTP_INGESTION_URLS, LOOKUP_API_URLS } from '../../config/schema/outputs/devo-regions';

/** How something is asked that `init` needs to know. */
export interface Asked {
  /** The option that answers it. */
  readonly option: string;
  readonly words: string;
  /** Taken for an empty answer, and where nobody can be asked. Null: there must be an answer. */
  readonly fallback: string | null;
  /** Answers to choose from, with what they mean. */
  readonly choices?: Readonly<Record<string, string>>;
}

export const SOURCES = {
  cisa_kev: "CISA's list of known exploited vulnerabilities: for everybody, no account",
  ctci: "CTCI's early warning list of CVEs: a token or a login of CTCI",
  threatquotient: 'events of a ThreatQuotient server: a user that reads them',
} as const;
export type SourceKind = keyof typeof SOURCES;

export const TARGETS = {
  devo: 'Devo: a list becomes a lookup, events go into tables; a token of Devo',
  console: 'the log of the worker, to look first: no account',
} as const;
export type TargetKind = keyof typeof TARGETS;

/** Regions of the Lookups API, and of the endpoint for events. */
export const REGIONS = { list: Object.keys(LOOKUP_API_URLS), events: Object.keys(HTTP_INGESTION_URLS) } as const;

/** All that is asked; what judges the answers is in `questions.ts`, apart: help must not wait for that. */
export const ASKED = {
  source: { option: '--source', words: 'What is pulled', fallback: 'ctci', choices: SOURCES },
  target: { option: '--target', words: 'Where it goes', fallback: 'devo', choices: TARGETS },
  id: { option: '--id', words: 'Number of this collector', fallback: '10001' },
  name: { option: '--name', words: 'Name of this collector', fallback: 'ctci_collector' },
  apiBaseUrl: {
    option: '--api-base-url',
    words: 'Address of the source: of CTCI, of ThreatQuotient, or of a mirror of CISA',
    fallback: null,
  },
  login: {
    option: '--login',
    words: 'Known to CTCI by a token, or by user name and password (token, password)',
    fallback: 'token',
  },
  username: { option: '--username', words: 'User name at the source', fallback: null },
  region: {
    option: '--region',
    words: `Devo region (${REGIONS.list.join(', ')}), or the address of its API`,
    fallback: null,
  },
  domain: { option: '--domain', words: 'Devo domain', fallback: null },
  lookupName: { option: '--lookup-name', words: 'Name of the lookup', fallback: null },
  period: { option: '--period', words: 'Seconds from one pull to the next', fallback: null },
  secrets: {
    option: '--secrets',
    words: 'Keep secrets in environment variables, or in files that only you may read (variables, files)',
    fallback: 'variables',
  },
} as const satisfies Record<string, Asked>;

/** What `init` was told by options. Never a secret: other users of a machine see a program's arguments. */
export type GivenAnswers = Partial<Record<keyof typeof ASKED, string>>;

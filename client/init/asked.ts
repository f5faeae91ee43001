import { LOOKUP_API_URLS } from '../../config/schema/outputs/devo-regions';

/** How something is asked that `init` needs to know. */
export interface Asked {
  /** The option that answers it. */
  readonly option: string;
  readonly words: string;
  /** Taken for an empty answer, and where nobody can be asked. Null: there must be an answer. */
  readonly fallback: string | null;
}

export const REGIONS = Object.keys(LOOKUP_API_URLS);

/** All that is asked; what judges the answers is in `questions.ts`, apart: help must not wait for that. */
export const ASKED = {
  id: { option: '--id', words: 'Number of this collector', fallback: '10001' },
  name: { option: '--name', words: 'Name of this collector', fallback: 'ctci_collector' },
  apiBaseUrl: { option: '--api-base-url', words: 'Address of the CTCI API', fallback: 'https://api.ctci.ai' },
  login: {
    option: '--login',
    words: 'Known to CTCI by a token, or by user name and password (token, password)',
    fallback: 'token',
  },
  username: { option: '--username', words: 'CTCI user name', fallback: null },
  region: {
    option: '--region',
    words: `Devo region (${REGIONS.join(', ')}), or the address of its Lookups API`,
    fallback: null,
  },
  domain: { option: '--domain', words: 'Devo domain', fallback: null },
  lookupName: { option: '--lookup-name', words: 'Name of the lookup', fallback: 'CTCI_CVE_Early_Warning_List' },
  period: { option: '--period', words: 'Seconds from one pull to the next', fallback: '3600' },
  secrets: {
    option: '--secrets',
    words: 'Keep secrets in environment variables, or in files that only you may read (variables, files)',
    fallback: 'variables',
  },
} as const satisfies Record<string, Asked>;

/** What `init` was told by options. Never a secret: other users of a machine see a program's arguments. */
export type GivenAnswers = Partial<Record<keyof typeof ASKED, string>>;

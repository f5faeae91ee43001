import { z } from 'zod';

/**
 * How this server behaves where the facts leave it open. The defaults are the readings that are best attested; every
 * other one can be chosen, alone or by the name of a profile.
 */
export const profileSettings = z.strictObject({
  /** Most rows in a page, and what happens to a larger `limit`. */
  limitCap: z.int().min(1).default(1000),
  overLimit: z.enum(['cap', 'refuse']).default('cap'),
  /** How `/assets/js/config.js` gives the client id. `stale`: one that the token endpoint does not know. */
  clientIdPage: z
    .enum(['object', 'assignment', 'minified', 'two-ids', 'none', 'login-page', 'missing', 'stale'])
    .default('object'),
  /** Where the parameters of the token request must stand. */
  tokenRequest: z.enum(['query', 'json', 'form']).default('query'),
  refusedLogin: z.union([z.literal(400), z.literal(401), z.literal(403)]).default(400),
  /** Failed logins that lock an account, and for how long. */
  lockAfter: z.int().min(1).default(5),
  lockSeconds: z.number().min(0).default(1800),
  /** `given`: the same one at each login; `rotated`: another one. */
  refreshToken: z.enum(['given', 'rotated', 'absent']).default('given'),
  /** What the answer says; how long a token really lives is `tokenSeconds`. */
  expiresIn: z.union([z.number(), z.string(), z.null()]).default(3599),
  tokenSeconds: z.number().min(0).default(3599),
  tokenType: z.string().default('Bearer'),
  queryMethod: z.enum(['post', 'get-and-post']).default('post'),
  /** Which member of the body holds the window. `ignored`: it is understood and does nothing. */
  window: z.enum(['filters', 'criteria', 'either', 'ignored']).default('either'),
  /** Whether `+gt` and `+lt` take in the second that they name. */
  inclusive: z.boolean().default(false),
  /** Whether `+gte` and `+lte` are known. */
  orEqual: z.boolean().default(true),
  /** What stands for no rows; `bare` is `{}` and nothing else, as an account without rights gets. */
  emptyPage: z.enum(['array', 'object', 'null', 'missing', 'bare']).default('array'),
  total: z.enum(['number', 'text', 'absent']).default('number'),
  cursor: z.enum(['none', 'any-sort', 'needs-id']).default('needs-id'),
  /** What `fields` does; `old` and `new` differ in what comes without it. */
  fields: z.enum(['new', 'old', 'refused', 'broken', 'no-star']).default('new'),
  type: z.enum(['object', 'text', 'absent']).default('object'),
  fieldSet: z.enum(['v5', 'v6']).default('v6'),
  /** Everything is answered `{}`: the account has no rights. */
  rights: z.boolean().default(true),
  /** The server's clock against ours, its zone against UTC, and how long its index lags. */
  clockSkewSeconds: z.number().default(0),
  zoneMinutes: z.number().default(0),
  indexLagSeconds: z.number().min(0).default(0),
  errorBody: z
    .enum(['data-errors', 'errors', 'nested-errors', 'name-message', 'text', 'html', 'empty'])
    .default('errors'),
  twoStep: z.boolean().default(false),
  /** Everything is redirected to https. */
  redirectsToHttps: z.boolean().default(false),
  /** The server stands below this path. */
  pathPrefix: z
    .string()
    .regex(/^(\/[a-z0-9-]+)*$/)
    .default(''),
  gzip: z.boolean().default(false),
});

export type Profile = z.output<typeof profileSettings>;
/** As a test or `curl` writes it: only what differs from the defaults. */
export type ProfileRequest = z.input<typeof profileSettings>;

export interface NamedProfile {
  /** The row of the fact sheet's list of unknowns. */
  readonly unknown: number;
  readonly settings: ProfileRequest;
}

/**
 * One name for each reading of each unknown. Those that are no matter of the server (what a date in the configuration
 * looks like, where unknown types go) or that pass (429, cut connections, a token that dies) have none: see the faults.
 */
export const PROFILES = {
  'limit-capped': { unknown: 1, settings: { limitCap: 100 } },
  'limit-refused': { unknown: 1, settings: { limitCap: 100, overLimit: 'refuse' } },
  'config-assignment': { unknown: 4, settings: { clientIdPage: 'assignment' } },
  'config-minified': { unknown: 4, settings: { clientIdPage: 'minified' } },
  'config-two-ids': { unknown: 4, settings: { clientIdPage: 'two-ids' } },
  'config-without-id': { unknown: 4, settings: { clientIdPage: 'none' } },
  'config-login-page': { unknown: 4, settings: { clientIdPage: 'login-page' } },
  'config-missing': { unknown: 4, settings: { clientIdPage: 'missing' } },
  'config-stale-id': { unknown: 4, settings: { clientIdPage: 'stale' } },
  'token-query': { unknown: 5, settings: { tokenRequest: 'query' } },
  'token-json': { unknown: 5, settings: { tokenRequest: 'json' } },
  'token-form': { unknown: 5, settings: { tokenRequest: 'form' } },
  'login-400': { unknown: 6, settings: { refusedLogin: 400 } },
  'login-401': { unknown: 6, settings: { refusedLogin: 401 } },
  'login-403': { unknown: 6, settings: { refusedLogin: 403 } },
  'refresh-token-rotated': { unknown: 7, settings: { refreshToken: 'rotated' } },
  'no-refresh-token': { unknown: 7, settings: { refreshToken: 'absent' } },
  'expires-in-1': { unknown: 8, settings: { expiresIn: 1, tokenSeconds: 1 } },
  'expires-in-huge': { unknown: 8, settings: { expiresIn: 172_799, tokenSeconds: 172_799 } },
  'expires-in-text': { unknown: 8, settings: { expiresIn: '3599' } },
  'expires-in-0': { unknown: 8, settings: { expiresIn: 0 } },
  'expires-in-absent': { unknown: 8, settings: { expiresIn: null } },
  'get-and-post': { unknown: 9, settings: { queryMethod: 'get-and-post' } },
  'window-in-filters': { unknown: 10, settings: { window: 'filters' } },
  'window-in-criteria': { unknown: 10, settings: { window: 'criteria' } },
  'window-ignored': { unknown: 10, settings: { window: 'ignored' } },
  'no-or-equal': { unknown: 10, settings: { orEqual: false } },
  'window-inclusive': { unknown: 11, settings: { inclusive: true } },
  'empty-object': { unknown: 12, settings: { emptyPage: 'object' } },
  'empty-null': { unknown: 12, settings: { emptyPage: 'null' } },
  'empty-missing': { unknown: 12, settings: { emptyPage: 'missing' } },
  'empty-bare': { unknown: 12, settings: { emptyPage: 'bare' } },
  'no-rights': { unknown: 12, settings: { rights: false } },
  'total-text': { unknown: 12, settings: { total: 'text' } },
  'total-absent': { unknown: 12, settings: { total: 'absent' } },
  'offset-only': { unknown: 13, settings: { cursor: 'none' } },
  'cursor-any-sort': { unknown: 13, settings: { cursor: 'any-sort' } },
  'cursor-needs-id': { unknown: 13, settings: { cursor: 'needs-id' } },
  'fields-old': { unknown: 14, settings: { fields: 'old' } },
  'fields-new': { unknown: 14, settings: { fields: 'new' } },
  'fields-refused': { unknown: 14, settings: { fields: 'refused' } },
  'fields-broken': { unknown: 14, settings: { fields: 'broken' } },
  'fields-no-star': { unknown: 14, settings: { fields: 'no-star' } },
  'type-text': { unknown: 15, settings: { type: 'text' } },
  'type-absent': { unknown: 15, settings: { type: 'absent' } },
  'clock-ahead': { unknown: 20, settings: { clockSkewSeconds: 600 } },
  'clock-behind': { unknown: 20, settings: { clockSkewSeconds: -600 } },
  'zone-shifted': { unknown: 20, settings: { zoneMinutes: 120 } },
  'index-lag': { unknown: 20, settings: { indexLagSeconds: 60 } },
  'error-data-errors': { unknown: 22, settings: { errorBody: 'data-errors' } },
  'error-nested': { unknown: 22, settings: { errorBody: 'nested-errors' } },
  'error-name-message': { unknown: 22, settings: { errorBody: 'name-message' } },
  'error-text': { unknown: 22, settings: { errorBody: 'text' } },
  'error-html': { unknown: 22, settings: { errorBody: 'html' } },
  'error-empty': { unknown: 22, settings: { errorBody: 'empty' } },
  'two-step': { unknown: 25, settings: { twoStep: true } },
  'redirects-to-https': { unknown: 26, settings: { redirectsToHttps: true } },
  'path-prefix': { unknown: 26, settings: { pathPrefix: '/threatq' } },
  'fields-of-v5': { unknown: 28, settings: { fieldSet: 'v5' } },
  'fields-of-v6': { unknown: 28, settings: { fieldSet: 'v6' } },
} as const satisfies Record<string, NamedProfile>;

export type ProfileName = keyof typeof PROFILES;

export function isProfileName(name: string): name is ProfileName {
  return Object.hasOwn(PROFILES, name);
}

/** Names that somebody may have meant by another one: those that share a word with it. */
export function likeProfileNames(name: string): readonly string[] {
  const words = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1);
  const shared = (known: string): number => words.filter((word) => known.split('-').includes(word)).length;
  const most = Math.max(...Object.keys(PROFILES).map(shared));
  return most === 0 ? [] : Object.keys(PROFILES).filter((known) => shared(known) === most);
}

/** Settings by themselves, or the name of a profile. */
export const profileChoice = z.union([
  z.strictObject({ name: z.string().refine(isProfileName, 'no profile of this name') }),
  z.strictObject({ settings: profileSettings }),
]);

export type ProfileChoice = z.input<typeof profileChoice>;

export function chosenProfile(choice: ProfileChoice): Profile {
  const parsed = profileChoice.parse(choice);
  return 'name' in parsed ? profileSettings.parse(PROFILES[parsed.name].settings) : parsed.settings;
}

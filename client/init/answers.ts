import type { SourceKind } from './asked';

/** All that a new configuration is made of, but for the secrets. */
export interface Answers {
  readonly id: string;
  readonly name: string;
  readonly source: SourceAnswers;
  readonly target: TargetAnswers;
  readonly periodSeconds: number;
  readonly secretsIn: 'variables' | 'files';
}

export interface SourceAnswers {
  readonly kind: SourceKind;
  /** Null for CISA itself. */
  readonly apiBaseUrl: string | null;
  /** User name of the login, or null where a token is used, or nothing. */
  readonly username: string | null;
}

export type TargetAnswers =
  | { readonly kind: 'console' }
  | {
      readonly kind: 'devo';
      /** A region, or the address of the API. */
      readonly region: string;
      readonly domain: string;
      /** Empty for events, which go into tables. */
      readonly lookupName: string;
    };

import type { Answers } from './answers';

/** A secret of the new configuration, and where it is kept. */
export interface SecretPlace {
  /** Line of YAML that refers to it. */
  readonly line: string;
  readonly variable: string;
  /** Path of the file, relative to the configuration; null where the variable holds the secret. */
  readonly file: string | null;
  /** How it is called when it is asked for, and where it comes from. */
  readonly words: string;
}

/** Null where there is none. */
export interface SecretPlaces {
  readonly source: SecretPlace | null;
  readonly target: SecretPlace | null;
}

const LOOKUP_TOKEN = 'Devo token (Administration, Credentials, Authentication tokens)';
const EVENTS_TOKEN = 'Devo token of the type HTTP ingestion (Administration, Credentials, Authentication tokens)';

export function secretPlaces({
  secretsIn,
  source,
  target,
}: Pick<Answers, 'secretsIn' | 'source' | 'target'>): SecretPlaces {
  const at = (setting: string, variable: string, words: string): SecretPlace =>
    place(secretsIn === 'files', setting, variable, words);
  const devoWords = source.kind === 'threatquotient' ? EVENTS_TOKEN : LOOKUP_TOKEN;
  return {
    source: ofSource(source, at),
    target: target.kind === 'devo' ? at('token', 'DEVO_API_TOKEN', devoWords) : null,
  };
}

function ofSource(
  { kind, username }: Answers['source'],
  at: (setting: string, variable: string, words: string) => SecretPlace,
): SecretPlace | null {
  switch (kind) {
    case 'cisa_kev':
      return null;
    case 'threatquotient':
      return at('password', 'THREATQ_PASSWORD', `ThreatQuotient password of ${username ?? ''}`);
    case 'ctci':
      return username === null
        ? at('api_token', 'CTCI_API_TOKEN', 'CTCI token (CTCI portal, menu "API Tokens")')
        : at('password', 'CTCI_PASSWORD', `CTCI password of ${username}`);
  }
}

function place(inFile: boolean, setting: string, variable: string, words: string): SecretPlace {
  const file = inFile ? `secrets/${variable.toLowerCase()}` : null;
  return { line: file === null ? `${setting}: \${${variable}}` : `${setting}_file: ${file}`, variable, file, words };
}

/** Those that there are. */
export function placesNeeded(answers: Answers): SecretPlace[] {
  const { source, target } = secretPlaces(answers);
  return [source, target].filter((place) => place !== null);
}

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

export interface SecretPlaces {
  readonly ctci: SecretPlace;
  readonly devo: SecretPlace;
}

export function secretPlaces({ secretsIn, username }: Answers): SecretPlaces {
  const inFiles = secretsIn === 'files';
  const ctci =
    username === null
      ? place(inFiles, 'api_token', 'CTCI_API_TOKEN', 'CTCI token (CTCI portal, menu "API Tokens")')
      : place(inFiles, 'password', 'CTCI_PASSWORD', `CTCI password of ${username}`);
  return {
    ctci,
    devo: place(inFiles, 'token', 'DEVO_API_TOKEN', 'Devo token (Administration, Credentials, Authentication tokens)'),
  };
}

function place(inFiles: boolean, setting: string, variable: string, words: string): SecretPlace {
  const file = inFiles ? `secrets/${variable.toLowerCase()}` : null;
  return { line: file === null ? `${setting}: \${${variable}}` : `${setting}_file: ${file}`, variable, file, words };
}

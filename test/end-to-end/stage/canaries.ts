import { randomBytes } from 'node:crypto';
import type { Canary } from './secret-search';

/** Signs that are spelled in another way in JSON, in URLs and in forms, and that may stand in a header. */
const SPECIAL = `+/=%&"'`;

function secret(): string {
  return `${randomBytes(12).toString('hex')}${SPECIAL}${randomBytes(12).toString('hex')}`;
}

/** One secret for each setting that takes one, in each way in which it can be given. */
export interface Secrets {
  readonly ctciToken: string;
  readonly faultyToken: string;
  readonly password: string;
  readonly refusedPassword: string;
  readonly devoToken: string;
  readonly faultyDevoToken: string;
  readonly ingestionToken: string;
  readonly obfuscationKey: string;
  readonly proxyPassword: string;
}

export function makeSecrets(): Secrets {
  return {
    ctciToken: secret(),
    faultyToken: secret(),
    password: `${secret()} ñ✓`,
    refusedPassword: secret(),
    devoToken: secret(),
    faultyDevoToken: secret(),
    ingestionToken: secret(),
    obfuscationKey: secret(),
    proxyPassword: randomBytes(24).toString('hex'), // in an address, where it is written as it is
  };
}

/** All of them, and a line out of the private key's file. */
export function canariesOf(secrets: Secrets, privateKey: string): Canary[] {
  const line = privateKey.split('\n')[1];
  if (line === undefined) throw new Error('the key has no lines');
  return [
    ...Object.entries(secrets).map(([setting, value]: [string, string]) => ({ setting, value })),
    { setting: 'private key', value: line },
  ];
}

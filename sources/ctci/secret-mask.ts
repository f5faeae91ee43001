import { wellFormedText } from '../../domain/well-formed-text';

/** Removes secrets from a text that people will see. */
export type SecretMask = (text: string) => string;

const MASK = '***';

/**
 * Makes a mask for the secrets that are known when it is called: as they are, in base64, in URL form, and as JSON
 * writes them. A server that echoes a key must not bring it into a log.
 */
export function createSecretMask(secrets: () => readonly string[]): SecretMask {
  return (text) => {
    const forms = new Set(secrets().filter((secret) => secret !== '').flatMap(writtenForms));
    let masked = text;
    for (const form of [...forms].sort((left, right) => right.length - left.length)) {
      masked = masked.replaceAll(form, MASK);
    }
    return masked;
  };
}

function writtenForms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    base64,
    encodeURIComponent(base64),
    bytes.toString('base64url'),
    encodeURIComponent(wellFormedText(secret)),
    json,
    asciiJson(json),
  ];
}

/** JSON as Python writes it: every character beyond ASCII as an escape. */
function asciiJson(json: string): string {
  return json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

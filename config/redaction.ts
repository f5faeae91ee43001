import { secretForms } from './redaction/secret-forms';

/** Shorter secrets are not masked: they would blank out ordinary words. */
export const MASKED_FROM = 4; // characters

const MASK = '[redacted]';

/** A JSON Web Token, known by its form: CTCI's login gives them, and no configuration names them. */
const WEB_TOKEN = 'eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)?';

export type Redactor = (text: string) => string;

/** Makes the function that masks every secret in a text, in each form that it may have taken on its way there. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < MASKED_FROM) continue;
    for (const form of secretForms(secret)) forms.add(form);
  }
  const longestFirst = [...forms].sort((a, b) => b.length - a.length); // else a secret that begins another would leave its end
  const pattern = new RegExp([...longestFirst.map(escapeForPattern), WEB_TOKEN].join('|'), 'g');
  const mask = [...forms].some((form) => MASK.includes(form)) ? '***' : MASK;
  return (text) => text.replace(pattern, mask);
}

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

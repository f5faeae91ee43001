import { secretForms } from './redaction/secret-forms';

/** Shorter secrets are not masked: they would blank out ordinary words. */
export const MASKED_FROM = 4; // characters

const MASK = '[redacted]';

/** A JSON Web Token, known by its form: CTCI's login gives them, and no configuration names them. */
const WEB_TOKEN = 'eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)?';

export type Redactor = (text: string) => string;

/** Longer forms are looked for one by one, and patterns are kept short: V8 ends the process over a pattern it cannot compile. */
const LONGEST_IN_PATTERN = 500; // characters
const LONGEST_PATTERN = 20_000; // characters

/** Makes the function that masks every secret in a text, in each form that it may have taken on its way there. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < MASKED_FROM) continue;
    for (const form of secretForms(secret)) forms.add(form);
  }
  const longestFirst = [...forms].sort((a, b) => b.length - a.length); // else a secret that begins another would leave its end
  const long = longestFirst.filter((form) => form.length > LONGEST_IN_PATTERN);
  const patterns = patternsOf([...longestFirst.slice(long.length).map(escapeForPattern), WEB_TOKEN]);
  const mask = longestFirst.some((form) => MASK.includes(form)) ? '***' : MASK;
  return (text) => {
    let redacted = text;
    for (const form of long) redacted = redacted.replaceAll(form, mask);
    for (const pattern of patterns) redacted = redacted.replace(pattern, mask);
    return redacted;
  };
}

function patternsOf(alternatives: readonly string[]): RegExp[] {
  const patterns: RegExp[] = [];
  let together: string[] = [];
  let length = 0;
  for (const alternative of alternatives) {
    if (length + alternative.length > LONGEST_PATTERN) {
      patterns.push(new RegExp(together.join('|'), 'g'));
      together = [];
      length = 0;
    }
    together.push(alternative);
    length += alternative.length + 1;
  }
  return [...patterns, new RegExp(together.join('|'), 'g')];
}

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

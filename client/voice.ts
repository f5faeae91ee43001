import { environmentSecrets } from '../config/load/environment-secrets';
import { createRedactor, type Redactor } from '../config/redaction';
import { throughGate } from '../config/terminal';
import { shownJson } from '../domain/shown-text';

let secrets: readonly string[] = environmentSecrets(process.env);
let redact: Redactor = createRedactor(secrets);

/**
 * From now on no word of this process holds these secrets. Called as soon as a configuration is loaded: what a server
 * says may repeat the token that it was sent.
 */
export function keepSecret(more: readonly string[]): void {
  secrets = [...secrets, ...more];
  redact = createRedactor(secrets);
}

/** Writes text to stdout. */
export function say(text: string): void {
  process.stdout.write(throughGate(redact(text)));
}

/** Writes text to stderr: errors, questions, and whatever is no answer. */
export function complain(text: string): void {
  process.stderr.write(throughGate(redact(text)));
}

/** Writes one JSON document to stdout. Values are redacted, and names of members stay: programs look for them. */
export function sayAsJson(document: object): void {
  const text = JSON.stringify(document, (_name, value: unknown) => (typeof value === 'string' ? redact(value) : value), 2);
  process.stdout.write(`${shownJson(text)}\n`);
}

import { environmentSecrets } from '../config/secrets/environment-secrets';
import { createRedactor, type Redactor } from '../config/secrets/redaction';
import { withOwnCommand } from '../config/own-command';
import { ownSequence, throughGate } from '../config/terminal';
import { shownJson, shownLine } from '../domain/report/shown-text';

/** Whether this process has more to do than to print. */
let goesOn = false;

/**
 * Decides what a broken output means: nobody reads any more (`... | head`), or the terminal was closed. What was only
 * to be printed ends then.
 */
export function watchOutput(end: () => void): void {
  process.stdout.on('error', () => {
    if (!goesOn) end();
  });
  process.stderr.on('error', () => undefined); // there is nobody to be told
}

/** From now on this process goes on in silence when its output breaks. */
export function goOnUnheard(): void {
  goesOn = true;
  process.on('SIGXFSZ', () => undefined); // a file at its size limit: the write fails, and that is enough
}

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

let liveLineStands = false;

/** Writes a line to the terminal of stderr that the next words of any kind take the place of. */
export function sayLive(text: string, columns: number): void {
  const line = shownLine(redact(withOwnCommand(text)));
  // In the last column a terminal is between two lines.
  const fitted = line.length < columns ? line : `${line.slice(0, Math.max(columns - 2, 0))}…`;
  writeLive(fitted);
  liveLineStands = true;
}

/** Takes that line away, if there is one. */
export function endLive(): void {
  if (!liveLineStands) return;
  liveLineStands = false;
  writeLive('');
}

/** To the line's beginning, and the rest of it cleared (ECMA-48): the carriage return is ours, and passes no gate. */
function writeLive(line: string): void {
  process.stderr.write(`\r${throughGate(ownSequence('', 'K') + line)}`);
}

/** Writes text to stdout. */
export function say(text: string): void {
  endLive();
  process.stdout.write(forTerminal(text));
}

/** Text as `say` writes it, for a program that shows it. */
export function forTerminal(text: string): string {
  return throughGate(redact(withOwnCommand(text)));
}

/** Writes text to stderr: errors, questions, and whatever is no answer. */
export function complain(text: string): void {
  endLive();
  process.stderr.write(forTerminal(text));
}

/** Writes one JSON document to stdout. Values are redacted, and names of members stay: programs look for them. */
export function sayAsJson(document: object): void {
  const text = JSON.stringify(
    document,
    (_name, value: unknown) => (typeof value === 'string' ? redact(withOwnCommand(value)) : value),
    2,
  );
  process.stdout.write(`${shownJson(text)}\n`);
}

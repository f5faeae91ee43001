import { randomInt } from 'node:crypto';
import { shownText } from '../domain/report/shown-text';

const ESCAPE = '\u001B';

/**
 * A number that nobody outside of this process knows, as further parameters of our own sequences. So the gate can tell
 * them from those that come in texts from outside, and a table still knows that they have no width.
 */
const OWN = Array.from({ length: 4 }, () => randomInt(1_000, 10_000)).join(';');
const OWN_SEQUENCE = new RegExp(`${ESCAPE}\\[(\\d*);${OWN}([A-Za-z])`);

/** A control sequence of ours, such as `ownSequence('31', 'm')` for red. Only the gate makes it one of the terminal. */
export function ownSequence(parameter: string, command: string): string {
  return `${ESCAPE}[${parameter};${OWN}${command}`;
}

/** A text in a style by its number (ECMA-48, SGR), and what ends that style. */
export function styled(text: string, begin: number, end: number): string {
  return `${ownSequence(String(begin), 'm')}${text}${ownSequence(String(end), 'm')}`;
}

/**
 * The gate that everything passes which is written to a terminal: our own sequences become those of the terminal, and
 * of whatever else acts on one only its name is left.
 */
export function throughGate(text: string): string {
  const [first = '', ...pieces] = text.split(OWN_SEQUENCE);
  let gated = shownText(first);
  for (let at = 0; at < pieces.length; at += 3)
    gated += `${ESCAPE}[${pieces[at] ?? ''}${pieces[at + 1] ?? ''}${shownText(pieces[at + 2] ?? '')}`;
  return gated;
}

import { randomUUID } from 'node:crypto';
import { ExactNumber } from '../../domain/list/exact-number';
import { changeOutsideStrings } from './outside-strings';

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const PARTS = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const INTEGER = /^-?\d+$/;
const INTEGER_AS_FLOAT = /^(-?\d+)\.0+$/;

/** Begins the texts that stand for numbers while JSON is read: something that no source can know. */
const MARK = randomUUID();

/**
 * Reads JSON, which must be valid, with its numbers as they were sent: those that a double does not hold become an
 * ExactNumber. Null when there are none. Node 20 does not tell a reviver how a number was written.
 */
export function parseExactly(json: string): unknown {
  const marked = changeOutsideStrings(json, (text) =>
    text.replace(NUMBER, (number) => (isHeld(number) ? number : inMarks(number))),
  );
  return marked === json ? null : JSON.parse(marked, unmarked);
}

function inMarks(number: string): string {
  return `"${MARK}${INTEGER_AS_FLOAT.exec(number)?.[1] ?? number}"`;
}

function unmarked(_name: string, value: unknown): unknown {
  return typeof value === 'string' && value.startsWith(MARK) ? new ExactNumber(value.slice(MARK.length)) : value;
}

/** Whether a number is written as the same value when it has been a double, and an integer as the same digits. */
function isHeld(number: string): boolean {
  const written = String(Number(number));
  if (written === number) return true;
  const isLongInteger = INTEGER.test(number) && !INTEGER.test(written); // from 1e21 on, JavaScript writes an exponent
  return !isLongInteger && decimal(written) === decimal(number);
}

/** A number's value as text: sign, digits without zeros at their ends, exponent. Null for what is no finite number. */
function decimal(number: string): string | null {
  const match = PARTS.exec(number);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return '0';
  const end = lastDigit(digits);
  return `${sign}${digits.slice(0, end)}e${Number(exponent) - fraction.length + (digits.length - end)}`;
}

/** Where the zeros at the end begin. */
function lastDigit(digits: string): number {
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return end;
}

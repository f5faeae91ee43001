/** Texts without any of these hold no escapes. */
export const ESCAPE_SIGNS = /[%&\\]/;

/** Names that HTML has for characters of ASCII that are no letters; in an entity their case counts. */
const ENTITY_NAMES: Readonly<Record<string, readonly string[]>> = {
  '\t': ['Tab'],
  '\n': ['NewLine'],
  ' ': ['nbsp'],
  '!': ['excl'],
  '"': ['quot', 'QUOT'],
  '#': ['num'],
  $: ['dollar'],
  '%': ['percnt'],
  '&': ['amp', 'AMP'],
  "'": ['apos'],
  '(': ['lpar'],
  ')': ['rpar'],
  '*': ['ast', 'midast'],
  '+': ['plus'],
  ',': ['comma'],
  '.': ['period'],
  '/': ['sol'],
  ':': ['colon'],
  ';': ['semi'],
  '<': ['lt', 'LT'],
  '=': ['equals'],
  '>': ['gt', 'GT'],
  '?': ['quest'],
  '@': ['commat'],
  '[': ['lsqb', 'lbrack'],
  '\\': ['bsol'],
  ']': ['rsqb', 'rbrack'],
  '^': ['Hat'],
  _: ['lowbar', 'UnderBar'],
  '`': ['grave', 'DiacriticalGrave'],
  '{': ['lcub', 'lbrace'],
  '|': ['verbar', 'vert', 'VerticalLine'],
  '}': ['rcub', 'rbrace'],
};

/** Escapes of JSON and of most languages by a letter. */
const LETTER_ESCAPES: Readonly<Record<string, string>> = {
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
  '\b': 'b',
  '\f': 'f',
  '\v': 'v',
  '\0': '0',
};

/** JSON within JSON doubles backslashes each time; more than three times is no text any more. */
const MOST_BACKSLASHES = 8;
const BACKSLASHES = `\\\\{1,${MOST_BACKSLASHES}}`;

/**
 * Pattern of a text in which each character stands for itself or is escaped in any of the ways of URLs (once or more
 * often), HTML, JSON and source code, whichever of its characters are escaped, and in whatever case.
 */
export function escapedPattern(text: string): string {
  return runsOf(text)
    .map(({ character, count, follows }) => runPattern(character, count, follows))
    .join('');
}

interface Run {
  readonly character: string;
  readonly count: number;
  /** The character before it. */
  readonly follows: string | undefined;
}

/**
 * Backslashes are told in runs: a pattern with a repetition for each of them would take forever in a text full of
 * them.
 */
function runsOf(text: string): Run[] {
  const runs: { character: string; count: number; follows: string | undefined }[] = [];
  for (const character of text) {
    const last = runs.at(-1);
    if (character === '\\' && last?.character === '\\') last.count += 1;
    else runs.push({ character, count: 1, follows: last?.character });
  }
  return runs;
}

function runPattern(character: string, count: number, follows: string | undefined): string {
  if (character === '\\') {
    const forms = `${BACKSLASHES}(?:[uU]00|[xX])5[cC]|\\\\|${percentForm(character)}|${entityForm(character, 0x5c)}`;
    return `(?:${forms}){${count},${MOST_BACKSLASHES * count}}`;
  }
  const isPunctuation = /[^\p{L}\p{N}\s]/u.test(character);
  // as in a shell, or `\"` and `\/` of JSON
  const mayBeQuoted = isPunctuation && follows !== '\\' ? `\\\\{0,${MOST_BACKSLASHES}}` : '';
  return `(?:${mayBeQuoted}${literal(character)}|${encoded(character)})`;
}

/** A character in each of its escapes. */
function encoded(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const forms = [percentForm(character), entityForm(character, code), ...backslashForms(character, code)];
  if (character === ' ') forms.push('\\+', percentForm('+'));
  return forms.join('|');
}

/** `%2f`, `%252F`, `%25252F`. */
function percentForm(character: string): string {
  return [...Buffer.from(character, 'utf8')].map((byte) => `%(?:25){0,8}${anyCase(hex(byte, 2))}`).join('');
}

/** `&amp;`, `&#38;`, `&#x26;`, `&amp;#38;`, with and without what ends it. */
function entityForm(character: string, code: number): string {
  const names = [`#0{0,6}${code}`, `#[xX]0{0,6}${anyCase(code.toString(16))}`, ...(ENTITY_NAMES[character] ?? [])];
  return `&(?:amp;){0,8}(?:${names.join('|')});?`;
}

/** `\u002f`, `\u{2f}`, `\x2f`, `\n`, behind any number of backslashes. */
function backslashForms(character: string, code: number): string[] {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  const forms = [
    units.map((unit) => `${BACKSLASHES}[uU]${anyCase(hex(unit, 4))}`).join(''),
    `${BACKSLASHES}u\\{0{0,6}${anyCase(code.toString(16))}\\}`,
  ];
  if (code > 0xffff) forms.push(`${BACKSLASHES}U${anyCase(hex(code, 8))}`);
  if (code <= 0xff) forms.push(`${BACKSLASHES}[xX]${anyCase(hex(code, 2))}`);
  const letter = LETTER_ESCAPES[character];
  if (letter !== undefined) forms.push(`${BACKSLASHES}${letter}`);
  return forms;
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function anyCase(digits: string): string {
  return digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

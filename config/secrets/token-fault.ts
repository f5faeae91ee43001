/** What a copy out of a mail, a web page or an env file brings along, and how to call it. */
const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/[\r\n]/, 'a line break'],
  [/^\s|\s$/, 'a blank at its beginning or end'],
  [/^["'`\u2018-\u201f\u00ab\u00bb]|["'`\u2018-\u201f\u00ab\u00bb]$/, 'a quote at its beginning or end'],
  [/\u00a0|[\u2000-\u200a\u202f\u3000]/, 'a blank that is no plain space'],
  [/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/, 'an invisible character'],
  [/[\u2010-\u2015\u2212]/, 'a typographic dash'],
  [/[^ -~]/u, 'a character that cannot be sent'],
  [/^(?:authorization|standalonetoken|bearer)(?=[ :])/i, 'the name of a header or of its scheme at its beginning'],
];

/**
 * What is wrong with a token, in words, or null: a header carries printable ASCII and nothing else unchanged, so that
 * any other one would arrive as another token. What a header says before it was copied along with it. Nothing else is
 * known of the form of tokens.
 */
export function tokenFault(token: string): string | null {
  for (const [pattern, name] of FAULTS) {
    const found = pattern.exec(token)?.[0];
    if (found !== undefined) return /^[ -~]+$/.test(found) ? name : `${name} (${codePoint(found)})`;
  }
  return null;
}

/** What a token must be, in words. */
export const TOKEN_FORM = 'the token alone: printable ASCII characters, without quotes or blanks around them';

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

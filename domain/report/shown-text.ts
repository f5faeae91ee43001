/**
 * Characters that act on whatever shows them rather than being shown: controls of both kinds (an escape sequence sets a
 * window's title, clears the screen, answers into the shell), marks that turn the direction of writing, separators of
 * lines, tags and characters without width. Joiners stay: emoji and several scripts are written with them.
 */
const ACTING =
  '\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u00ad\\u061c\\u180e' +
  '\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}\\p{Cs}';
const IN_TEXT = new RegExp(`[${ACTING}]`, 'gu');
const IN_LINE = new RegExp(`[\\t\\n${ACTING}]`, 'gu');

/**
 * A text from outside as it may be shown to people: what would act stands there as an escape, `\u001b`. Newlines and
 * tabs stay. Done twice it changes nothing more.
 */
export function shownText(text: string): string {
  return text.replace(IN_TEXT, escape);
}

/** The same for what is to stay on one line: a name, a cell, a value. */
export function shownLine(text: string): string {
  return text.replace(IN_LINE, escape);
}

/** The same within Markdown, as the Web UI shows it: nothing becomes a link, an image, code or HTML. */
export function shownInMarkdown(text: string): string {
  return shownText(text).replace(/[[\]<>`\\]/g, '\\$&');
}

/**
 * A document of JSON as it may be shown, and exactly the same document for whoever parses it: all of these stand in
 * its texts.
 */
export function shownJson(json: string): string {
  return json.replace(IN_TEXT, (character) =>
    Array.from({ length: character.length }, (_, index) => unitEscape(character.charCodeAt(index))).join(''),
  );
}

function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : unitEscape(code);
}

function unitEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

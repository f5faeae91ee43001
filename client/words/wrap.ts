import { withOwnCommand } from '../../config/own-command';

/** Width of a terminal where nobody says otherwise. */
export const USUAL_WIDTH = 80; // columns

/** What must stay on one line: a word, and a command in quotes, which is to be copied. */
const WHOLE = /(?:"(?:ctci-collector|npm|node|temporal)[^"\n]*"|\S)+/g;

/**
 * Breaks text between words into lines of at most so many columns, with commands as they are typed here. What is longer
 * keeps a line of its own.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const [word] of withOwnCommand(text).matchAll(WHOLE)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** The same behind a label; further lines begin below the text. */
export function wrapBehind(label: string, text: string, width: number): string {
  const indent = ' '.repeat(label.length);
  return wrap(text, width - label.length)
    .map((line, index) => `${index === 0 ? label : indent}${line}`)
    .join('\n');
}

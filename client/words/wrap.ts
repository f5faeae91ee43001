/** Width of a terminal where nobody says otherwise. */
export const USUAL_WIDTH = 80; // columns

/** Breaks text between words into lines of at most so many columns. A single longer word keeps a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
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
  return wrap(text, width - label.length).map((line, index) => `${index === 0 ? label : indent}${line}`).join('\n');
}

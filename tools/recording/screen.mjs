const ESCAPE = '\u001B';
/** A control sequence, a line's end, or a letter. */
const PIECES = new RegExp(`${ESCAPE}\\[[0-9;]*[A-Za-z]|\\r|\\n|[^${ESCAPE}\\r\\n]`, 'gu');

/**
 * A terminal's screen as far as the programs of this project use one: text, line ends, the line cleared, and colours.
 * Lines that leave the screen at its top are gone.
 */
export class Screen {
  /** @param {{ columns: number, rows: number }} size */
  constructor({ columns, rows }) {
    this.columns = columns;
    this.rows = rows;
    /** @type {{ text: string, style: string }[][]} cells by row */
    this.lines = [[]];
    this.column = 0;
    this.style = '';
  }

  /** Takes what a program has written. A sequence is never cut: pieces end where lines or pauses do. */
  write(text) {
    for (const [piece] of text.matchAll(PIECES)) this.#take(piece);
  }

  #take(piece) {
    if (piece === '\r') this.column = 0;
    else if (piece === '\n') this.#newLine();
    else if (piece.startsWith(`${ESCAPE}[`)) this.#control(piece.slice(2, -1), piece.at(-1));
    else this.#put(piece);
  }

  #newLine() {
    this.lines.push([]);
    if (this.lines.length > this.rows) this.lines.shift();
    this.column = 0;
  }

  #control(parameters, command) {
    const line = this.lines.at(-1);
    if (command === 'K') line.length = Math.min(line.length, this.column);
    else if (command === 'G') this.column = Math.max(Number(parameters) - 1, 0);
    else if (command === 'm') for (const each of parameters.split(';')) this.#restyle(Number(each));
  }

  #restyle(number) {
    if (number in STYLES) this.style = STYLES[number];
    else if (ENDS.has(number)) this.style = '';
  }

  #put(character) {
    if (this.column >= this.columns) this.#newLine();
    const line = this.lines.at(-1);
    while (line.length < this.column) line.push({ text: ' ', style: '' });
    line[this.column] = { text: character, style: this.style };
    this.column += 1;
  }

  /** Rows as runs of one style each. */
  runs() {
    return this.lines.map((line) => {
      const runs = [];
      for (const { text, style } of line) {
        if (runs.at(-1)?.style === style) runs.at(-1).text += text;
        else runs.push({ text, style });
      }
      return runs;
    });
  }
}

/** By the numbers that begin and end them (ECMA-48, SGR). */
const STYLES = { 1: 'bold', 2: 'dim', 31: 'red', 32: 'green', 33: 'yellow', 36: 'cyan' };
const ENDS = new Set([0, 22, 39]);

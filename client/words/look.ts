import { styled } from '../../config/terminal';
import { wantsColor } from './color';
import { USUAL_WIDTH } from './wrap';

/** How words look where they are shown. */
export interface Look {
  /** Columns. */
  readonly width: number;
  readonly colors: Colors;
}

/** Numbers that begin and end a style (ECMA-48, SGR). */
const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Colors = Readonly<Record<keyof typeof STYLES, (text: string) => string>>;

/** Without colours, in 80 columns: for whatever is no terminal. */
export const PLAIN_LOOK: Look = { width: USUAL_WIDTH, colors: createColors(false) };

/** Columns and colours of a stream; see `wantsColor`. */
export function lookOf(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>, env: NodeJS.ProcessEnv): Look {
  const width = (stream.isTTY && stream.columns) || USUAL_WIDTH;
  return { width, colors: createColors(wantsColor(stream.isTTY, env)) };
}

/** What paints a text for `say`, or leaves it as it is. */
export function createColors(colored: boolean): Colors {
  const paint = (name: keyof typeof STYLES) => (text: string) => {
    const [begin, end] = STYLES[name];
    return colored && text !== '' ? styled(text, begin, end) : text;
  };
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    cyan: paint('cyan'),
  };
}

import { styled } from '../../config/terminal';
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

/** Colours only in a terminal, and only where `NO_COLOR` (https://no-color.org) does not stand against it. */
export function lookOf(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>, env: NodeJS.ProcessEnv): Look {
  if (!stream.isTTY) return PLAIN_LOOK;
  const colored = !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return { width: stream.columns || USUAL_WIDTH, colors: createColors(colored) };
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

import pc from 'picocolors';
import { USUAL_WIDTH } from './wrap';

/** How words look where they are shown. */
export interface Look {
  /** Columns. */
  readonly width: number;
  readonly colors: Colors;
}

export type Colors = Pick<ReturnType<typeof pc.createColors>, 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan'>;

/** Without colours, in 80 columns: for whatever is no terminal. */
export const PLAIN_LOOK: Look = { width: USUAL_WIDTH, colors: pc.createColors(false) };

/** Colours only in a terminal, and only where `NO_COLOR` (https://no-color.org) does not stand against it. */
export function lookOf(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>, env: NodeJS.ProcessEnv): Look {
  if (!stream.isTTY) return PLAIN_LOOK;
  const colored = !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return { width: stream.columns || USUAL_WIDTH, colors: pc.createColors(colored) };
}

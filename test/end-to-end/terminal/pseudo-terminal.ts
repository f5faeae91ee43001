import { spawn, type ChildProcess } from 'node:child_process';
import { environment, ROOT } from '../stage/built-program';
import { RunningProgram } from '../stage/running-program';
import { join } from 'node:path';

const CLIENT = join(ROOT, 'dist', 'client', 'cli.js');

/** A pager that keeps what it is given in the file `paged`, says so, and ends. */
export const KEEPING = `sh -c 'cat > paged; echo "turned $(wc -l < paged) lines"'`;

export interface TerminalOptions {
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly columns?: number;
  readonly rows?: number;
}

/** A program in a terminal of its own, and what it has written there: stdout holds what came to the screen. */
export class InTerminal extends RunningProgram {
  constructor(private readonly terminal: ChildProcess) {
    super(terminal);
  }

  /** Types as a person does; Return is `\r`, Ctrl-C is `\u0003`. */
  type(keys: string): void {
    this.terminal.stdin?.write(keys);
  }
}

/**
 * Starts a shell command in a pseudo-terminal: util-linux's `script` makes one, passes on what is typed, and ends with
 * the code of the command.
 */
export function startInTerminal(command: string, options: TerminalOptions): InTerminal {
  const { folder, env = {}, columns = 100, rows = 30 } = options;
  const sized = `stty cols ${columns} rows ${rows}; ${command}`;
  const terminal = spawn('script', ['-q', '-e', '-f', '-c', sized, '/dev/null'], {
    cwd: folder,
    env: environment({ SHELL: '/bin/sh', TERM: 'xterm', NO_COLOR: undefined, ...env }),
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return new InTerminal(terminal);
}

/** Starts a verb of the client in one. */
export function startVerb(args: readonly string[], options: TerminalOptions): InTerminal {
  return startInTerminal(`exec ${[process.execPath, CLIENT, ...args].map(quoted).join(' ')}`, options);
}

export function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

import { spawn } from 'node:child_process';

/**
 * Runs a command in a pseudo-terminal, which util-linux's `script` makes, and hands on what it writes.
 *
 * @param {string} command of a shell
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, columns: number, rows: number,
 *   heard: (text: string) => void }} options
 * @returns {{ ended: Promise<number | null>, type: (keys: string) => void }}
 */
export function runInTerminal(command, { cwd, env, columns, rows, heard }) {
  const sized = `stty cols ${columns} rows ${rows}; ${command}`;
  const terminal = spawn('script', ['-q', '-e', '-f', '-c', sized, '/dev/null'], {
    cwd,
    env: { ...env, SHELL: '/bin/sh', TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  terminal.stdout.setEncoding('utf8').on('data', heard);
  return {
    ended: new Promise((resolve, reject) => {
      terminal.once('error', reject);
      terminal.once('close', resolve);
    }),
    type: (keys) => terminal.stdin.write(keys),
  };
}

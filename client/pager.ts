import { spawn } from 'node:child_process';
import { forTerminal, say } from './voice';

/** What is run where PAGER is not set. */
const USUAL_PAGER = 'if command -v less >/dev/null; then exec less; else exec more; fi';

/**
 * How `less` behaves where LESS does not say otherwise: colours as they are, and no screen of its own for a short
 * text.
 */
const LESS = 'FRX';

/** Of a shell: a program that cannot be run, or is not there. */
const NO_PROGRAM: readonly (number | null)[] = [126, 127];

/**
 * Says text: what is longer than the terminal goes through PAGER. Elsewhere, and where PAGER is empty or `cat`, it is
 * just written.
 */
export async function sayInPages(text: string, env: NodeJS.ProcessEnv): Promise<void> {
  const pager = env['PAGER'] ?? USUAL_PAGER;
  const isWanted = !['', 'cat'].includes(pager.trim()) && isInTerminal(env) && !fits(text, process.stdout);
  if (!isWanted || !(await page(forTerminal(text), pager, env))) say(text);
}

/** Someone who reads and can turn pages. */
function isInTerminal(env: NodeJS.ProcessEnv): boolean {
  return process.stdout.isTTY && process.stdin.isTTY && env['TERM'] !== 'dumb';
}

/** Whether the text and the prompt behind it have room. */
function fits(text: string, { rows, columns }: { readonly rows: number; readonly columns: number }): boolean {
  if (!rows || !columns) return true; // a terminal that does not know its size
  const lines = text.trimEnd().split('\n');
  return lines.reduce((sum, line) => sum + Math.max(Math.ceil(line.length / columns), 1), 0) < rows;
}

/** Says by false that there is no such pager. One that ends before it has read everything has ended well. */
function page(text: string, pager: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', pager], {
      env: { ...env, LESS: env['LESS'] ?? LESS },
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    const forThePager = (): void => undefined; // Ctrl-C is a key of the pager, which shares the terminal
    process.on('SIGINT', forThePager);
    const over = (isShown: boolean): void => {
      process.off('SIGINT', forThePager);
      resolve(isShown);
    };
    child.on('error', () => over(false));
    child.on('close', (code) => over(!NO_PROGRAM.includes(code)));
    child.stdin.on('error', () => undefined); // it has ended early
    child.stdin.end(text);
  });
}

import { createInterface } from 'node:readline/promises';
import { CollectorError } from '../errors/collector-error';
import { forTerminal } from './voice';

/** Asks a person, and takes nothing but yes for yes. Throws CollectorError `confirmation_needed` without a terminal. */
export async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new CollectorError('confirmation_needed', { setting: '--yes' });
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(forTerminal(`${question} [y/N] `))).trim());
  } finally {
    terminal.close();
  }
}

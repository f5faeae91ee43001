import { chmodSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../files/make-folder.mjs';
import { runCommand } from '../run-command.mjs';

/**
 * Makes the program in a fresh folder beside its place, tries it, and moves it into place in one step: nobody ever
 * sees half a program. Returns null, or why it did not work.
 *
 * @param {string} place
 * @param {(folder: string) => Promise<string | null>} make puts the program into the folder; says what failed
 * @returns {Promise<string | null>}
 */
export async function installAtomically(place, make) {
  makeFolder(dirname(place));
  const folder = mkdtempSync(join(dirname(place), '.making-'));
  try {
    const failure = await make(folder);
    if (failure !== null) return failure;
    const program = join(folder, basename(place));
    chmodSync(program, 0o755);
    const trial = await runCommand(program, ['--version'], { timeoutMs: 20_000 });
    if (trial.code !== 0 || !trial.output.includes('temporal version'))
      return `what came does not run (${firstLine(trial.output)})`;
    renameSync(program, place);
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first line with words in it, shortened for a message. */
export function firstLine(text) {
  return (text.split('\n').find((line) => line.trim() !== '') ?? 'no output').trim().slice(0, 200);
}

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIST, PRODUCT_ROOMS, ROOT } from './project.mjs';
import { withLock } from './lock.mjs';
import { runCommand } from './run-command.mjs';
import { endOnInterrupt, setUp } from './set-up.mjs';
import { SetupError, asSetupError, reportSetupError } from './setup-error.mjs';
import { hashFiles, sourceFiles } from './source-hash.mjs';

const STAMP = join(DIST, '.bench-built-from');

/**
 * Builds the product and the measuring programs of `bench/`. False, after saying why, when that failed.
 *
 * @param {import('./narrator.mjs').Narrator} narrator
 */
export async function setUpBench(narrator) {
  const release = endOnInterrupt();
  try {
    await setUp(narrator);
    await withLock(join(DIST, '.bench.lock'), () => compileBench(narrator), () => narrator.say('Setup: another process is at it; waiting'));
    return true;
  } catch (error) {
    reportSetupError(asSetupError(error), false);
    return false;
  } finally {
    release();
  }
}

async function compileBench(narrator) {
  const sources = hashFiles(ROOT, [join(ROOT, 'tsconfig.bench.json'), ...sourceFiles(ROOT, [...PRODUCT_ROOMS, 'bench'])]);
  if (readStamp() === sources) return;
  narrator.say('Build: compiling bench/');
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const result = await runCommand(process.execPath, [compiler, '--project', 'tsconfig.bench.json', '--pretty', 'false'], { cwd: ROOT });
  if (result.code !== 0) throw new SetupError(`bench/ does not compile:\n${result.output.trim()}`);
  writeFileSync(STAMP, sources);
}

function readStamp() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return '';
  }
}

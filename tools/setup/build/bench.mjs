import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildFolder, currentBuild, draftFolder, removeOldBuilds, stampOf, writeStamp } from './builds.mjs';
import { copyBuild } from './build.mjs';
import { PRODUCT_ROOMS, ROOT } from '../project.mjs';
import { withLock } from '../files/lock.mjs';
import { runCommand } from '../run-command.mjs';
import { endOnInterrupt, setUp, SETUP_LOCK } from '../set-up.mjs';
import { SetupError, asSetupError, reportSetupError } from '../setup-error.mjs';
import { hashFiles, sourceFiles } from './source-hash.mjs';

/**
 * Builds the product and the measuring programs of `bench/`, in a folder of their own. False, after saying why, when
 * that failed.
 *
 * @param {import('../narrator.mjs').Narrator} narrator
 */
export async function setUpBench(narrator) {
  const release = endOnInterrupt();
  try {
    await setUp(narrator);
    await withLock(
      SETUP_LOCK,
      () => compileBench(narrator),
      () => narrator.say('Setup: another process is at it; waiting'),
    );
    return true;
  } catch (error) {
    reportSetupError(asSetupError(error), false);
    return false;
  } finally {
    release();
  }
}

/** The folder of the product with the measuring programs. */
export function benchBuild() {
  return buildFolder(inputHash());
}

async function compileBench(narrator) {
  const inputs = inputHash();
  const build = buildFolder(inputs);
  if (stampOf(build) === inputs) return;
  narrator.say('Build: compiling bench/');
  const draft = draftFolder();
  try {
    copyBuild(currentBuild(), draft); // worker and bundle, which bench/ starts and does not import
    const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = [
      '--project',
      'tsconfig.bench.json',
      '--outDir',
      draft,
      '--tsBuildInfoFile',
      join(draft, '.bench.tsbuildinfo'),
      '--pretty',
      'false',
    ];
    const result = await runCommand(process.execPath, [compiler, ...options], { cwd: ROOT });
    if (result.code !== 0) throw new SetupError(`bench/ does not compile:\n${result.output.trim()}`);
    writeStamp(draft, inputs);
    if (existsSync(build)) rmSync(build, { recursive: true });
    renameSync(draft, build);
    removeOldBuilds();
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function inputHash() {
  return hashFiles(ROOT, [join(ROOT, 'tsconfig.bench.json'), ...sourceFiles(ROOT, [...PRODUCT_ROOMS, 'bench'])]);
}

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileProduct } from './compile.mjs';
import { makeFolder } from './make-folder.mjs';
import { DIST, PRODUCT_ROOMS, ROOT } from './project.mjs';
import { seconds } from './narrator.mjs';
import { hashFiles, sourceFiles } from './source-hash.mjs';
import { runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

const STAMP = join(DIST, '.built-from');

/** The workflows as one file; the worker loads it from there. */
export const WORKFLOW_BUNDLE = join(DIST, 'workflow-bundle.js');

/** Whether `dist/` was built from exactly these sources, packages and compiler settings. */
export function buildIsCurrent() {
  return readStamp() === inputHash();
}

/**
 * Builds the product: compiled files and workflow bundle in `dist/`. Nothing is done when `dist/` is current.
 *
 * @param {import('./narrator.mjs').Narrator} narrator
 */
export async function buildProduct(narrator) {
  const inputs = inputHash();
  if (readStamp() === inputs) return;
  narrator.say('Build: compiling the sources and bundling the workflows');
  const startedAt = Date.now();
  makeFolder(DIST);
  rmSync(STAMP, { force: true });
  await narrator.during('Build', settleBoth(compileProduct(ROOT), bundleInChild()));
  writeFileSync(STAMP, inputs);
  narrator.say(`Build: done in ${seconds(Date.now() - startedAt)}`);
}

async function bundleInChild() {
  const result = await runCommand(process.execPath, [join(ROOT, 'tools', 'setup', 'bundle-main.mjs'), WORKFLOW_BUNDLE], { cwd: ROOT });
  if (result.code !== 0) throw new SetupError(result.output.trim());
}

/** Waits for both, so that no child outlives a failure; a compile error explains more than the bundle's. */
async function settleBoth(...works) {
  for (const outcome of await Promise.allSettled(works)) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}

function inputHash() {
  const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(ROOT, name));
  return hashFiles(ROOT, [...settings, ...sourceFiles(ROOT, PRODUCT_ROOMS)]);
}

function readStamp() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return '';
  }
}

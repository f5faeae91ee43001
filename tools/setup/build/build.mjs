import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  becomePlain,
  buildFolder,
  currentBuild,
  draftFolder,
  isPlainFolder,
  makeCurrent,
  removeOldBuilds,
  stampOf,
  writeStamp,
} from './builds.mjs';
import { compileAhead } from './compile-ahead.mjs';
import { compileProduct } from './compile.mjs';
import { CLIENT_BUNDLE, removeLeftovers, WORKFLOW_BUNDLE } from '../files/leftovers.mjs';
import { DIST, PRODUCT_ROOMS, ROOT } from '../project.mjs';
import { seconds } from '../narrator.mjs';
import { hashFiles, sourceFiles } from './source-hash.mjs';
import { runCommand } from '../run-command.mjs';
import { SetupError } from '../setup-error.mjs';

/** Each bundle is made by a process of its own: that keeps a core busy for seconds. */
const TOOLS = join(ROOT, 'tools', 'setup', 'build');

/**
 * Whether `dist` was built from exactly these sources, packages and compiler settings, and is a folder where it shall
 * be one.
 */
export function buildIsCurrent({ plain = false } = {}) {
  return stampOf(DIST) === inputHash() && (!plain || isPlainFolder(DIST));
}

/**
 * Builds the product: compiled files and bundles, in a folder of their own that `dist` then links to. Nothing is done
 * when `dist` is current. What a running process may load from stays as it is.
 *
 * @param {import('../narrator.mjs').Narrator} narrator
 * @param {{ plain?: boolean }} [options] `plain`: `dist` becomes the folder itself
 */
export async function buildProduct(narrator, { plain = false } = {}) {
  const inputs = inputHash();
  if (stampOf(DIST) === inputs) {
    if (plain && !isPlainFolder(DIST)) becomePlain(currentBuild());
    return;
  }
  const build = buildFolder(inputs);
  if (stampOf(build) !== inputs) await buildInto(build, inputs, narrator);
  if (plain) becomePlain(build);
  else makeCurrent(build);
  removeOldBuilds();
}

async function buildInto(build, inputs, narrator) {
  narrator.say('Build: compiling the sources and bundling workflows and client');
  const startedAt = Date.now();
  const draft = draftFolder();
  try {
    mkdirSync(draft); // the bundle may be ready before the compiler writes its first file
    if (existsSync(DIST)) copyBuild(currentBuild(), draft); // the compiler writes only what differs from it
    await narrator.during('Build', fillDraft(draft));
    removeLeftovers(draft);
    writeStamp(draft, inputs);
    rmSync(build, { recursive: true, force: true }); // one that was not finished
    renameSync(draft, build);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  narrator.say(`Build: done in ${seconds(Date.now() - startedAt)}`);
}

/** Copies what was compiled, and no mark of the build itself. */
export function copyBuild(from, to) {
  for (const name of readdirSync(from)) {
    if (!/^\.(used-by|built-from|bench-built-from|setup)/.test(name))
      cpSync(join(from, name), join(to, name), { recursive: true, preserveTimestamps: true });
  }
}

async function fillDraft(draft) {
  const clientIsThere = existsSync(join(ROOT, 'client', 'main.ts'));
  await settleAll(
    compileProduct(ROOT, draft),
    inChild(join(TOOLS, 'bundle-main.mjs'), join(draft, WORKFLOW_BUNDLE)),
    ...(clientIsThere ? [inChild(join(TOOLS, 'bundle-client-main.mjs'), join(draft, CLIENT_BUNDLE))] : []),
  );
  removeCompiledCode(draft);
  const trouble = await compileAhead(draft);
  if (trouble !== null) throw new SetupError(`The client cannot be run: ${trouble}`);
}

/** A build begins as a copy of the one before. */
function removeCompiledCode(draft) {
  for (const name of readdirSync(draft)) if (name.endsWith('.cache')) rmSync(join(draft, name));
}

async function inChild(program, ...args) {
  const result = await runCommand(process.execPath, [program, ...args], { cwd: ROOT });
  if (result.code !== 0) throw new SetupError(result.output.trim());
}

/** Waits for all, so that no child outlives a failure; a compile error explains more than a bundle's. */
async function settleAll(...works) {
  for (const outcome of await Promise.allSettled(works)) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}

function inputHash() {
  const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(ROOT, name));
  return hashFiles(ROOT, [...settings, ...sourceFiles(ROOT, PRODUCT_ROOMS)]);
}

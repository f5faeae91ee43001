import { readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../run-command.mjs';
import { lineByLine } from '../line-by-line.mjs';
import { seconds } from '../narrator.mjs';
import { hashFiles } from '../build/source-hash.mjs';
import { SetupError, isFileError } from '../setup-error.mjs';
import { SHRINKWRAP } from './shrinkwrap.mjs';

/** Holds the hash of the lockfile that `node_modules` was installed from; npm removes it with the folder. */
const MARKER = join('node_modules', '.installed-from');

/** No package may run code while it is installed. */
const INSTALL = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];

/**
 * npm tells every request: from that it is known how far it is, for it shows no progress where it is not a terminal.
 */
const TELLING = '--loglevel=http';
const REQUEST = /^npm http .*\n?/gm;

/**
 * Whether the packages in `node_modules` are those of the lockfile: installed by this setup, or by a person with npm.
 */
export function packagesAreCurrent(root) {
  return readMarker(root) === lockfileHash(root) || areInstalledByHand(root);
}

/**
 * Installs the packages of the lockfile when they are missing or it has changed since.
 *
 * @param {string} root folder that holds package-lock.json
 * @param {import('../narrator.mjs').Narrator} narrator
 * @param {() => void} [before] called when something is to be installed; throws when it must not be
 */
export async function installPackages(root, narrator, before) {
  if (packagesAreCurrent(root)) return;
  before?.();
  narrator.say('Packages: installing what package-lock.json names (npm ci)');
  const startedAt = Date.now();
  // of an `npm pack` that was broken off: npm would read it instead of the lockfile
  rmSync(join(root, SHRINKWRAP), { force: true });
  const counter = countRequests(packagesOfThisPlatform(root));
  const options = { cwd: root, env: npmEnvironment(), heard: counter.hear };
  const npm = await narrator.during('Packages', runCommand('npm', [...INSTALL, TELLING], options), counter);
  if (npm.code !== 0)
    throw new SetupError(
      `The packages could not be installed (npm ci ended with ${npm.code}):\n${npm.output.replace(REQUEST, '').trim()}`,
    );
  writeFileSync(join(root, MARKER), lockfileHash(root));
  narrator.say(`Packages: installed in ${seconds(Date.now() - startedAt)}`);
}

/** Counts what npm has looked up and fetched, by the lines that it prints of its requests. */
function countRequests(all) {
  let lookedUp = 0;
  let fetched = 0;
  const hear = lineByLine((line) => {
    if (!line.startsWith('npm http fetch GET 200')) return;
    if (/\.tgz(?: |$)/.test(line)) fetched += 1;
    else lookedUp += 1;
  });
  function count() {
    if (fetched > 0) return `${Math.min(fetched, all)} of ${all} fetched`;
    return lookedUp > 0 ? `${Math.min(lookedUp, all)} of ${all} looked up` : '';
  }
  return { hear, count };
}

function packagesOfThisPlatform(root) {
  const suits = (wanted, ours) => wanted === undefined || wanted.includes(ours);
  return Object.entries(readPackages(join(root, 'package-lock.json'))).filter(
    ([path, { os, cpu, inBundle }]) =>
      path !== '' && !inBundle && suits(os, process.platform) && suits(cpu, process.arch),
  ).length;
}

/**
 * Packages that a person installed with npm itself need no second installation: npm writes what it installed into
 * `node_modules/.package-lock.json`, and that is compared entry by entry with the lockfile.
 */
function areInstalledByHand(root) {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(hidden);
  for (const [path, entry] of Object.entries(wanted)) {
    const mayBeAbsent = path === '' || entry.optional || entry.devOptional;
    if (!mayBeAbsent && installed[path]?.version !== entry.version) return false;
  }
  leaveMarker(root);
  return true;
}

/** So that the next start need not compare again; where it may not be written, that one does. */
function leaveMarker(root) {
  try {
    writeFileSync(join(root, MARKER), lockfileHash(root));
  } catch (error) {
    if (!isFileError(error)) throw error;
  }
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/** Started through npm, its settings stand in the environment; those of another command must not reach `npm ci`. */
function npmEnvironment() {
  const environment = { ...process.env, NODE_ENV: 'development' };
  delete environment.npm_config_loglevel;
  delete environment.npm_command;
  return environment;
}

function lockfileHash(root) {
  return hashFiles(root, [join(root, 'package-lock.json')]);
}

function readMarker(root) {
  try {
    return readFileSync(join(root, MARKER), 'utf8');
  } catch {
    return '';
  }
}

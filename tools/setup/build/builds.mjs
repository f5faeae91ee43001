import {
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { removeLeftovers } from '../files/leftovers.mjs';
import { BUILD_PREFIX, DIST, ROOT } from '../project.mjs';

// A build lies in a folder of its own, named after what it was built from, and is never changed once it is there: a
// running process may still load from it. `dist` is a link to the current one. A process that was started by way of the
// link goes on with the folder that the link named then: Node loads by real paths.

/** Builds that are kept although nothing seems to use them: a process that was not started by the tools may. */
const KEPT = 3;

const STAMP = '.built-from';
const USER = /^\.used-by-(\d+)$/;

/** What a build was made from; empty when there is none, or when it is not finished. */
export function stampOf(build) {
  try {
    return readFileSync(join(build, STAMP), 'utf8');
  } catch {
    return '';
  }
}

export function writeStamp(build, inputs) {
  writeFileSync(join(build, STAMP), inputs);
}

/** The folder of the build that is made from these inputs. */
export function buildFolder(inputs) {
  return join(ROOT, `${BUILD_PREFIX}${inputs.slice(0, 16)}`);
}

/** A folder to build in, beside the others: only whole builds get their names. */
export function draftFolder() {
  return join(ROOT, `${BUILD_PREFIX}draft-${randomUUID().slice(0, 8)}`);
}

/** Makes `dist` this build, in one step where the file system has links. */
export function makeCurrent(build) {
  const link = join(ROOT, `${BUILD_PREFIX}link-${randomUUID().slice(0, 8)}`);
  try {
    symlinkSync(basename(build), link);
  } catch {
    return becomePlain(build); // exFAT and the like: the folder itself
  }
  if (isPlainFolder(DIST)) setAside(DIST);
  renameSync(link, DIST);
}

/**
 * Makes `dist` a folder with this build in it: what is copied from here, into an image or a package, must not be a
 * link. The build itself stays where it is, for a process may run from it.
 */
export function becomePlain(build) {
  const draft = draftFolder();
  cpSync(build, draft, { recursive: true, preserveTimestamps: true, filter: (path) => !USER.test(basename(path)) });
  removeLeftovers(draft);
  if (isPlainFolder(DIST)) setAside(DIST);
  else rmSync(DIST, { force: true });
  renameSync(draft, DIST);
}

/** The folder behind `dist`. */
export function currentBuild() {
  return realpathSync(DIST);
}

/** Says that this process runs from the build, so that nobody removes it before this process has ended. */
export function useBuild(build) {
  const mark = join(build, `.used-by-${process.pid}`);
  try {
    writeFileSync(mark, startTicks(process.pid));
    process.on('exit', () => rmSync(mark, { force: true }));
  } catch {
    // a checkout that cannot be written to: nobody builds in it either
  }
}

/** Living processes, other than this one, that run from a build of this checkout. */
export function usersOfBuilds() {
  return builds()
    .flatMap(usersOf)
    .filter((pid) => pid !== process.pid);
}

/** Removes builds that nothing uses, but for the newest ones. */
export function removeOldBuilds() {
  const current = existsSync(DIST) ? currentBuild() : '';
  const commands = commandLines();
  const old = builds()
    .filter((build) => build !== current)
    .sort((one, other) => builtAt(other) - builtAt(one))
    .slice(KEPT);
  for (const build of old) {
    if (usersOf(build).length === 0 && !commands.some((words) => words.includes(`${build}/`)))
      rmSync(build, { recursive: true, force: true });
  }
}

/** One that was not finished is older than any other. */
function builtAt(build) {
  return statSync(join(build, STAMP), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function builds() {
  const names = readdirSync(ROOT).filter((name) => name.startsWith(BUILD_PREFIX));
  return [DIST, ...names.map((name) => join(ROOT, name))].filter(isPlainFolder);
}

function usersOf(build) {
  return readdirSync(build).flatMap((name) => {
    const pid = Number(USER.exec(name)?.[1]);
    return pid > 0 && isUser(pid, join(build, name)) ? [pid] : [];
  });
}

/** A pid is given again after its process has ended; the start time tells. */
function isUser(pid, mark) {
  try {
    process.kill(pid, 0);
    return readFileSync(mark, 'utf8') === startTicks(pid);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Field 22 of proc(5), after the name in brackets, which may hold anything; empty where there is no /proc. */
function startTicks(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

/** Workers and simulators are started by the real path of their build. */
function commandLines() {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        } catch {
          return '';
        }
      });
  } catch {
    return [];
  }
}

/** A build of the time when `dist` was a folder: kept for what may run from it, as one of the old ones. */
function setAside(folder) {
  renameSync(folder, join(ROOT, `${BUILD_PREFIX}before-${randomUUID().slice(0, 8)}`));
}

/** Whether it is a folder, and no link to one. */
export function isPlainFolder(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

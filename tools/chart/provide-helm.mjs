import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath, isExecutable } from '../setup/files/executable.mjs';
import { withLock } from '../setup/files/lock.mjs';
import { makeFolder } from '../setup/files/make-folder.mjs';
import { seconds } from '../setup/narrator.mjs';
import { runCommand } from '../setup/run-command.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { userCache } from '../setup/files/user-cache.mjs';

/** The newest Helm 3 that `go install` builds with the Go of two years before it. */
export const HELM_VERSION = '3.19.5';

const PROGRAM = 'helm';

/** About 4 minutes on 2 busy cores; slower machines exist. */
const BUILD_MS = 30 * 60_000;

/** Where Go's own installer puts it; a CI shell often lacks it on PATH. */
const USUAL_GO = '/usr/local/go/bin/go';

/**
 * Where Helm is already: HELM_PATH, or what was built before; null where it is not. Another Helm on PATH may render
 * otherwise.
 */
export function findHelm(environment = process.env) {
  return [environment.HELM_PATH, cachedHelm(environment)].find((path) => path && isExecutable(path)) ?? null;
}

/**
 * Finds Helm, or builds it from its published source once, into the user's cache; Go compares every module with its
 * public checksum database.
 *
 * @param {import('../setup/narrator.mjs').Narrator} narrator
 * @returns {Promise<string>}
 */
export async function provideHelm(narrator, environment = process.env) {
  const found = findHelm(environment);
  if (found !== null) return found;
  const place = cachedHelm(environment);
  const wait = () => narrator.say('Helm: another process is building it; waiting');
  return withLock(`${place}.lock`, () => (isExecutable(place) ? place : build(place, narrator, environment)), wait);
}

function cachedHelm(environment) {
  return join(userCache(environment), PROGRAM, HELM_VERSION, PROGRAM);
}

async function build(place, narrator, environment) {
  const go = findOnPath('go', environment) ?? (existsSync(USUAL_GO) ? USUAL_GO : null);
  if (go === null) {
    throw new SetupError('Helm is not at hand, and there is no Go to build it with.', {
      remedy: `Set HELM_PATH to a Helm ${HELM_VERSION}, or install Go (https://go.dev/dl).`,
    });
  }
  narrator.say(`Helm: building ${HELM_VERSION} with go install (once; about 4 minutes)`);
  const startedAt = Date.now();
  makeFolder(dirname(place));
  const folder = mkdtempSync(join(dirname(place), '.making-'));
  try {
    const env = { ...environment, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '' };
    const options = ['install', '-ldflags=-s', `helm.sh/helm/v3/cmd/helm@v${HELM_VERSION}`];
    const { code, output } = await narrator.during('Helm', runCommand(go, options, { env, timeoutMs: BUILD_MS }));
    if (code !== 0) throw new SetupError(`Helm cannot be built: ${output.trim().slice(-1_000)}`);
    renameSync(join(folder, PROGRAM), place);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  narrator.say(`Helm: built in ${seconds(Date.now() - startedAt)}`);
  return place;
}

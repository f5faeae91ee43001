import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath } from '../files/executable.mjs';
import { seconds } from '../narrator.mjs';
import { runCommand } from '../run-command.mjs';
import { SetupError } from '../setup-error.mjs';
import { userCache } from '../files/user-cache.mjs';

/** The largest takes 5 minutes on 2 cores that are idle; slower machines exist. */
const BUILD_MS = 40 * 60_000;

const PROGRAMS = join(userCache(), 'go-programs');

/** Where Go's own installer puts it; a CI shell often lacks it on PATH. */
const USUAL_GO = '/usr/local/go/bin/go';

/**
 * Builds programs of a Go module from their published source, once, and keeps them in the user's cache.
 *
 * @param {{ title: string, module: string, version: string, packages: readonly string[] }} wanted `packages`:
 *   folders of the module
 *   with a program; each becomes a file of its last word
 * @param {import('../narrator.mjs').Narrator} narrator
 * @returns {Promise<string>} the folder with the programs
 */
export async function provideGoPrograms({ title, module, version, packages }, narrator) {
  const folder = join(PROGRAMS, `${title}-${version}`);
  if (existsSync(folder)) return folder;
  const go = findOnPath('go') ?? USUAL_GO;
  if (!existsSync(go)) throw noGo(title);
  narrator.say(`${title}: building ${version} with go install (once)`);
  const startedAt = Date.now();
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(join(dirname(folder), '.making-'));
  try {
    const names = packages.map((path) => `${module}/${path}@v${version}`);
    const environment = { ...process.env, GOBIN: draft, CGO_ENABLED: '0', GOFLAGS: '' };
    const work = runCommand(go, ['install', ...names], { env: environment, timeoutMs: BUILD_MS, calm: true });
    const { code, output } = await narrator.during(title, work, { everyMs: 60_000 });
    if (code !== 0) throw new SetupError(`${title}: go install ended with ${code}:\n${output.trim()}`);
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  narrator.say(`${title}: built in ${seconds(Date.now() - startedAt)}`);
  return folder;
}

/** Where Go keeps the source of a module that was built from it. */
export async function goModuleFolder(module, version) {
  const go = findOnPath('go') ?? USUAL_GO;
  const { code, stdout, output } = await runCommand(go, ['mod', 'download', '-json', `${module}@v${version}`], {
    timeoutMs: 10 * 60_000,
  });
  if (code !== 0) throw new SetupError(`${module}: go mod download ended with ${code}:\n${output.trim()}`);
  return JSON.parse(stdout).Dir;
}

function noGo(title) {
  return new SetupError(`${title} is built with Go, and there is no Go on PATH.`, {
    remedy: 'Install Go (https://go.dev/dl) and start again.',
  });
}

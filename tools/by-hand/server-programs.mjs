import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath, isExecutable } from '../setup/executable.mjs';
import { withLock } from '../setup/lock.mjs';
import { seconds } from '../setup/narrator.mjs';
import { runCommand } from '../setup/run-command.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { userCache } from '../setup/user-cache.mjs';

/** About 5 minutes on 2 cores that are idle; slower machines exist. */
const BUILD_MS = 40 * 60_000;

const MODULE = 'go.temporal.io/server';

/** What the images are made of: the server, and the tool that makes its databases. */
const PROGRAMS = { server: 'cmd/server', sql: 'cmd/tools/sql' };

/**
 * The Temporal server and its schema tool, built from their published source once and kept in the user's cache.
 *
 * @param {string} version such as 1.31.2
 * @param {import('../setup/narrator.mjs').Narrator} narrator
 * @returns {Promise<{ server: string, sql: string }>}
 */
export async function provideServerPrograms(version, narrator, environment = process.env) {
  const folder = join(userCache(environment), 'temporal-server', version);
  const programs = { server: join(folder, 'server'), sql: join(folder, 'sql') };
  await withLock(
    `${folder}.lock`,
    async () => {
      if (Object.values(programs).every(isExecutable)) return;
      await build(folder, version, narrator, environment);
    },
    () => narrator.say('Temporal server: another process is building it; waiting'),
  );
  return programs;
}

async function build(folder, version, narrator, environment) {
  const go = findOnPath('go', environment) ?? '/usr/local/go/bin/go';
  if (!existsSync(go))
    throw new SetupError('The Temporal server is built with Go, and there is no Go on PATH.', {
      remedy: 'Install Go (https://go.dev/dl) and start again.',
    });
  narrator.say(`Temporal server: building ${version} and its schema tool with go install (once; about 5 minutes)`);
  const startedAt = Date.now();
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(join(dirname(folder), '.making-'));
  try {
    const packages = Object.values(PROGRAMS).map((path) => `${MODULE}/${path}@v${version}`);
    const work = runCommand(go, ['install', ...packages], {
      env: { ...environment, GOBIN: draft, CGO_ENABLED: '0', GOFLAGS: '' },
      timeoutMs: BUILD_MS,
      calm: true,
    });
    const result = await narrator.during('Temporal server', work);
    if (result.code !== 0)
      throw new SetupError(`go install of the Temporal server ended with ${result.code}:\n${result.output.trim()}`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  narrator.say(`Temporal server: built in ${seconds(Date.now() - startedAt)}`);
}

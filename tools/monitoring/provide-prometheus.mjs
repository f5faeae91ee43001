import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOnPath } from '../setup/files/executable.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { userCache } from '../setup/files/user-cache.mjs';

/** Where Debian's package is unpacked when no Prometheus is on PATH; the tests look there too. */
const CACHE = join(userCache(), 'prometheus');

/**
 * Path of a Prometheus: that on PATH, else that of Debian's package, which is unpacked into the user's cache and
 * installed nowhere.
 *
 * @param {import('../setup/narrator.mjs').Narrator} narrator
 * @returns {string}
 */
export function providePrometheus({ say }) {
  const cached = join(CACHE, 'usr', 'bin', 'prometheus');
  const there = findOnPath('prometheus') ?? (existsSync(cached) ? cached : null);
  if (there !== null) return there;
  say('Prometheus: fetching the package of Debian');
  if (!unpackPackage() || !existsSync(cached))
    throw new SetupError("There is no Prometheus: it is not on PATH, and Debian's package cannot be had.", {
      remedy: '"apt-get update" may help, or any prometheus and promtool on PATH.',
    });
  return cached;
}

function unpackPackage() {
  const folder = mkdtempSync(join(tmpdir(), 'ctci-prometheus-package-'));
  const run = (program, args) => spawnSync(program, args, { cwd: folder, stdio: 'inherit' }).status === 0;
  try {
    if (!run('apt-get', ['download', 'prometheus'])) return false;
    const file = readdirSync(folder).find((name) => name.endsWith('.deb'));
    mkdirSync(CACHE, { recursive: true });
    return file !== undefined && run('dpkg-deb', ['-x', join(folder, file), CACHE]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

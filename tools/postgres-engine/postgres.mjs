import { chownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findOnPath, isExecutable } from '../setup/files/executable.mjs';
import { runCommand } from '../setup/run-command.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { isRoot, systemUser } from './users.mjs';

/** Where Debian keeps the programs of a server, one folder a major version; they are not on PATH. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';

const INSTALL_MS = 5 * 60_000;

/**
 * The folder with `postgres`, `initdb` and `pg_isready`. Installs Debian's package where there is none and that is
 * allowed.
 *
 * @param {import('../setup/narrator.mjs').Narrator} narrator
 * @returns {Promise<string>}
 */
export async function providePostgres(narrator) {
  const found = findPrograms();
  if (found !== null) return found;
  if (!isRoot() || findOnPath('apt-get') === null) throw missing('');
  narrator.say('Postgres: installing the package postgresql (apt-get)');
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'postgresql']]) {
    const result = await narrator.during(
      'Postgres',
      runCommand('apt-get', args, { env: environment, timeoutMs: INSTALL_MS }),
    );
    if (result.code !== 0) throw missing(`\napt-get ${args[0]}: ${result.output.trim()}`);
  }
  const installed = findPrograms();
  if (installed === null) throw missing('\nThe package is installed, and its programs are not found.');
  return installed;
}

function findPrograms() {
  const onPath = findOnPath('initdb');
  const folders = [...(onPath === null ? [] : [dirname(onPath)]), ...debianFolders()];
  return (
    folders.find((folder) => ['postgres', 'initdb', 'pg_isready'].every((name) => isExecutable(join(folder, name)))) ??
    null
  );
}

function debianFolders() {
  try {
    return readdirSync(DEBIAN_FOLDER)
      .sort((one, other) => Number(other) - Number(one))
      .map((version) => join(DEBIAN_FOLDER, version, 'bin'));
  } catch {
    return [];
  }
}

function missing(why) {
  return new SetupError(`There is no Postgres server on this machine.${why}`, {
    remedy: 'Install it (Debian: apt-get install postgresql) and start again.',
  });
}

/**
 * Makes an empty cluster that lets nobody in without the password, as the image does.
 *
 * @param {{ programs: string, folder: string, user: string, password: string }} options
 * @returns {Promise<{ command: string[], user: { uid: number, gid: number } | null }>} how to start its server
 */
export async function makeCluster({ programs, folder, user, password, port }) {
  const owner = isRoot() ? await systemUser('postgres') : null;
  const passwordFile = join(folder, 'password');
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner !== null) for (const path of [folder, data, passwordFile]) chownSync(path, owner.uid, owner.gid);
  const initialize = [
    join(programs, 'initdb'),
    '--pgdata',
    data,
    '--username',
    user,
    '--pwfile',
    passwordFile,
    '--auth',
    'scram-sha-256',
    '--encoding',
    'UTF8',
    '--no-sync',
  ];
  const command = [
    join(programs, 'postgres'),
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    `unix_socket_directories=${folder}`,
  ];
  return { initialize, command, user: owner };
}

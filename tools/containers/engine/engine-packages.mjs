import { findOnPath, isExecutable } from '../../setup/files/executable.mjs';
import { runCommand } from '../../setup/run-command.mjs';
import { SetupError } from '../../setup/setup-error.mjs';

/** Where Debian puts them; a Docker client of somebody else may stand before it on PATH. */
export const DEBIAN_CLIENT = '/usr/bin/docker';
export const DAEMON = '/usr/sbin/dockerd';

const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Programs that an engine of one's own and the base images need, and Debian's packages that bring them. */
const NEEDED = new Map([
  ['dockerd', 'docker.io'],
  ['iptables', 'iptables'],
  ['debootstrap', 'debootstrap'],
  ['ip', 'iproute2'],
  ['nsenter', 'util-linux'],
]);

const INSTALL_MS = 10 * 60_000;

/** Another installation on the machine may be under way. */
const WAIT_FOR_OTHERS = ['-o', 'DPkg::Lock::Timeout=300'];

/**
 * Installs what an engine of its own needs, where that is allowed: as root, on Debian or what came of it.
 *
 * @param {import('../../setup/narrator.mjs').Narrator} narrator
 */
export async function provideEnginePackages(narrator) {
  const missing = [...NEEDED].filter(([program]) => !isThere(program)).map(([, name]) => name);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || findOnPath('apt-get') === null) throw cannot(missing);
  narrator.say(`Engine: installing ${missing.join(', ')} (apt-get)`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...missing]]) {
    const work = runCommand('apt-get', [...WAIT_FOR_OTHERS, ...args], { env: environment, timeoutMs: INSTALL_MS });
    const { code, output } = await narrator.during('Engine', work);
    if (code !== 0) throw cannot(missing, `\napt-get ${args[0]} ended with ${code}: ${output.trim().slice(-1_000)}`);
  }
}

function isThere(program) {
  return findOnPath(program) !== null || SYSTEM_FOLDERS.some((folder) => isExecutable(`${folder}/${program}`));
}

function cannot(missing, why = '') {
  return new SetupError(
    `There is no Docker engine, and none can be started here: ${missing.join(', ')} cannot be installed.${why}`,
    {
      remedy: 'Start Docker (https://docs.docker.com/engine/install), or run this as root on Debian.',
    },
  );
}

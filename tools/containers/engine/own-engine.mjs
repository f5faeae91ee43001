import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runCommand } from '../../setup/run-command.mjs';
import { DAEMON, DEBIAN_CLIENT } from './engine-packages.mjs';
import { tryDocker } from './docker.mjs';
import { CLIENT_SETTINGS, IMAGES } from './place.mjs';

/** An engine with many layers in its data root, on a busy machine. */
const READY_MS = 90_000;

/** It stops its containers first, each within the time that Compose gives it: a minute for the database. */
const STOP_MS = 100_000;

const POLL_MS = 200;

/**
 * An engine that was started here.
 *
 * @typedef {{ client: import('./docker.mjs').Client, stop(): Promise<void>, restart(): Promise<void> }} OwnEngine
 */

/** For builds: in the machine's network, without bridges and without touching its packet filter. */
const FOR_BUILDS = ['--bridge', 'none', '--iptables=false', '--ip6tables=false', '--ip-forward=false'];

/**
 * Starts an engine that shares nothing with others: data, state, socket and process file are its own.
 *
 * @param {{ namespace: string | null, names?: string }} options `namespace`: the network namespace that it lives in,
 *   with its
 *   bridges and published ports; null for the machine's network, to build in. `names`: address of the name server of
 * its containers
 * @returns {Promise<OwnEngine>}
 */
export async function startOwnEngine({ namespace, names }) {
  mkdirSync(IMAGES, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'ctci-engine-')); // short: a socket's path may have 107 bytes
  const socket = join(folder, 'docker.sock');
  const log = join(folder, 'log');
  const own = [
    '--data-root',
    IMAGES,
    '--exec-root',
    join(folder, 'run'),
    '--pidfile',
    join(folder, 'pid'),
    '--host',
    `unix://${socket}`,
    '--storage-driver',
    'overlay2',
  ];
  const network = namespace === null ? FOR_BUILDS : ['--dns', names, '--ip6tables=false'];
  const command = [
    ...(namespace === null ? [] : ['nsenter', `--net=/run/netns/${namespace}`]),
    DAEMON,
    ...own,
    ...network,
  ];
  const client = { program: DEBIAN_CLIENT, environment: clientEnvironment(`unix://${socket}`) };
  let daemon = null;

  async function start() {
    daemon = launch(command, log);
    const giveUpAt = Date.now() + READY_MS;
    while ((await tryDocker(client, ['version'], { timeoutMs: 10_000 })).code !== 0) {
      if (daemon.hasEnded() || Date.now() > giveUpAt) {
        const words = readFileSync(log, 'utf8').trim().split('\n').slice(-8).join('\n');
        await daemon.stop();
        throw new Error(`The engine does not start:\n${words}`);
      }
      await wait(POLL_MS);
    }
  }

  async function stop() {
    await daemon.stop();
    await unmountBelow(folder);
    rmSync(folder, { recursive: true, force: true });
  }

  async function restart() {
    await daemon.stop();
    await start();
  }

  try {
    await start();
  } catch (error) {
    await unmountBelow(folder);
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return { client, stop, restart };
}

/**
 * A container in the network of the machine leaves a mount of that network behind, where the engine keeps its state.
 */
async function unmountBelow(folder) {
  const places = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  for (const place of places.filter((each) => each.startsWith(`${folder}/`)).reverse())
    await runCommand('umount', [place], { timeoutMs: 20_000 });
}

function launch(command, log) {
  const output = openSync(log, 'a');
  const daemon = spawn(command[0], command.slice(1), { stdio: ['ignore', output, output], detached: true });
  closeSync(output);
  const endWithUs = () => daemon.kill('SIGTERM'); // whoever is interrupted leaves no engine behind
  process.once('exit', endWithUs);
  let over = false;
  const ended = new Promise((resolve) => {
    daemon.once('error', resolve);
    daemon.once('exit', resolve);
  }).then(() => {
    over = true;
    process.off('exit', endWithUs);
  });
  async function stop() {
    if (over) return;
    daemon.kill('SIGTERM');
    const forced = setTimeout(() => daemon.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(forced);
  }
  return { stop, hasEnded: () => over };
}

/** BuildKit is in the engine; Compose is a plugin in a folder of its own. */
function clientEnvironment(host) {
  const environment = { ...process.env, DOCKER_HOST: host, DOCKER_CONFIG: CLIENT_SETTINGS, DOCKER_BUILDKIT: '1' };
  for (const name of [
    'DOCKER_CONTEXT',
    'DOCKER_TLS_VERIFY',
    'DOCKER_CERT_PATH',
    'COMPOSE_FILE',
    'COMPOSE_PROJECT_NAME',
    'COMPOSE_PROFILES',
  ])
    delete environment[name];
  return environment;
}

import { findOnPath } from '../../setup/files/executable.mjs';
import { provideCompose } from './compose-plugin.mjs';
import { tryDocker } from './docker.mjs';
import { DAEMON, provideEnginePackages } from './engine-packages.mjs';
import { makeNetworkNamespace } from './network-namespace.mjs';
import { startOwnEngine } from './own-engine.mjs';

/** Address of an engine's own bridge, where its containers reach what runs beside it; Docker's default. */
const BRIDGE = '172.17.0.1';

/**
 * An engine to build with, and one to run with: the same for a Docker that is there, one after the other for an engine
 * of its own, since what is built needs the network and what runs must not have the machine's.
 *
 * @typedef {{ client: import('./docker.mjs').Client, enter: readonly string[], stop(): Promise<void>, restart?():
 *   Promise<void> }} Running
 *   `enter`: what stands before a command that is to reach published ports
 * @typedef {{ own: boolean, words: string, toBuild(): Promise<{ client: import('./docker.mjs').Client, stop():
 *   Promise<void> }>, toRun(): Promise<Running> }} Engine
 */

/**
 * @param {import('../../setup/narrator.mjs').Narrator} narrator
 * @param {{ own: boolean }} options `own`: an engine of its own even where a Docker runs
 * @returns {Promise<Engine>}
 */
export async function provideEngine(narrator, { own }) {
  const there = own ? null : await findDocker();
  if (there !== null) return existingEngine(there);
  await provideEnginePackages(narrator);
  await provideCompose(narrator);
  return ownEngine();
}

/** A Docker that runs, with Compose; null where either is missing. */
async function findDocker() {
  const program = findOnPath('docker');
  if (program === null) return null;
  const client = { program, environment: { ...process.env } };
  const engine = await tryDocker(client, ['version', '--format', '{{ .Server.Version }}'], { timeoutMs: 20_000 });
  const compose = await tryDocker(client, ['compose', 'version', '--short'], { timeoutMs: 20_000 });
  if (engine.code !== 0 || compose.code !== 0) return null;
  return { client, words: `the Docker that runs here, ${engine.stdout.trim()}, Compose ${compose.stdout.trim()}` };
}

function existingEngine({ client, words }) {
  const nothing = async () => undefined;
  return {
    own: false,
    words,
    toBuild: async () => ({ client, stop: nothing }),
    toRun: async () => ({ client, enter: [], stop: nothing }),
  };
}

function ownEngine() {
  async function toRun() {
    const namespace = await makeNetworkNamespace(`ctci-${process.pid}`);
    try {
      const engine = await startOwnEngine({ namespace: namespace.name, names: BRIDGE });
      const enter = ['nsenter', `--net=/run/netns/${namespace.name}`];
      async function stop() {
        await engine.stop();
        await namespace.remove();
      }
      return { client: engine.client, enter, stop, restart: engine.restart };
    } catch (error) {
      await namespace.remove();
      throw error;
    }
  }
  return {
    own: true,
    words: `one of its own (${DAEMON}), in a network namespace of its own`,
    toBuild: () => startOwnEngine({ namespace: null }),
    toRun,
  };
}

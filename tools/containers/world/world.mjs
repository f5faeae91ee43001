import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../setup/run-command.mjs';
import { differenceOf } from './compare-lookup.mjs';
import { customerOf, writeContainerConfig } from './container-config.mjs';
import { forward } from './forwarder.mjs';
import { watchLookup } from './lookup-watch.mjs';
import { startNameStub } from './name-stub.mjs';
import { makeSecretFolder, writeSecret } from './place-of-files.mjs';
import { composeProject } from './project.mjs';
import { startSimulators } from './simulators.mjs';

/** Under this name the containers know the machine that they run on. */
const SIMULATORS = 'simulators.internal';

export const newPassword = () => randomBytes(24).toString('hex');

/**
 * Everything that a check needs: the project, the simulators, the files that are mounted, and what must hold all the
 * time.
 *
 * @param {{ client: import('../engine/docker.mjs').Client, own: boolean, folder: string }} options `folder`: for
 *   what is mounted; containers may read it
 */
export async function buildWorld({ client, own, folder }) {
  const ends = [];
  const tokens = { ctci: newPassword(), devo: newPassword() };
  const customer = customerOf();
  const simulators = await startSimulators({ ctciToken: tokens.ctci, devoToken: tokens.devo, ...customer });
  ends.push(() => simulators.stop());
  const bridge = await bridgeAddress();
  if (own) ends.push(await startNameStub(bridge));
  if (bridge !== null) for (const port of simulators.ports) ends.push(await forward(bridge, port));

  const secrets = makeSecretFolder(join(folder, 'secrets'));
  writeSecret(secrets, 'ctci_api_token', tokens.ctci);
  writeSecret(secrets, 'devo_api_token', tokens.devo);
  const settings = join(folder, 'collector');
  mkdirSync(settings);
  const [ctciPort, devoPort] = simulators.ports;
  const addresses = {
    ctciUrl: `http://${SIMULATORS}:${ctciPort}`,
    lookupApiUrl: `http://${SIMULATORS}:${devoPort}${simulators.paths.lookupApi}`,
  };
  const configure = (change) => writeContainerConfig({ to: join(settings, 'config.yaml'), ...addresses, change });
  configure();
  const override = join(folder, 'override.json');
  writeFileSync(override, JSON.stringify({ services: overrides(settings) }));
  const environment = {
    POSTGRES_PASSWORD: newPassword(),
    CTCI_SECRETS_FOLDER: secrets,
    CTCI_CODEC_SECRETS_FOLDER: secrets,
    COMPOSE_PROJECT_NAME: 'ctci-check',
  };
  const project = composeProject({ client, override, environment });
  const expectWell = expectations(simulators);
  const watch = watchLookup({ shown: simulators.shown, lookup: simulators.lookupOrNone });
  ends.push(() => watch.stop());

  return {
    client,
    own,
    folder,
    project,
    simulators,
    watch,
    tokens,
    secrets,
    settings,
    customer,
    configure,
    environment,
    ...expectWell,
    async end() {
      for (const end of ends.reverse()) await end();
    },
  };
}

/** Where the containers find the simulators, and the settings for them; nothing else of the Compose file is changed. */
function overrides(settings) {
  const hosts = [`${SIMULATORS}:host-gateway`];
  const volumes = [{ type: 'bind', source: settings, target: '/etc/ctci-collector', read_only: true }];
  return { worker: { extra_hosts: hosts, volumes }, 'cron-start': { extra_hosts: hosts, volumes } };
}

/**
 * The machine's address on Docker's bridge, under which containers reach it; the bridge is down while no container is
 * on it. Null where Docker runs in a machine of its own: there, Docker itself brings its name for the host to this
 * machine's loopback.
 */
async function bridgeAddress() {
  const { stdout } = await runCommand('ip', ['-4', '-oneline', 'address', 'show', 'dev', 'docker0'], {
    timeoutMs: 20_000,
  });
  return /\binet (\d+\.\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? null;
}

function expectations(simulators) {
  /** Deploys of the pulls that have been looked at already. */
  let seen = 0;

  /**
   * The lookup is the list, cell by cell, and no pull has delivered anything twice; but after a pull that failed on
   * its way, the next one may deliver once more what it cannot know of.
   */
  async function expectDelivered({ mayRepeat = false } = {}) {
    const [list, lookup, deploys, overlaps] = await Promise.all([
      simulators.list(),
      simulators.lookup(),
      simulators.deploys(),
      simulators.overlaps(),
    ]);
    const difference = differenceOf(list, lookup);
    if (difference !== null) throw new Error(`the lookup is not the list: ${difference}`);
    const fresh = deploys.slice(seen);
    seen = deploys.length;
    if (overlaps.length > 0)
      throw new Error(`a deploy was asked for while another one ran: ${JSON.stringify(overlaps.at(-1))}`);
    const failed = fresh.filter(({ outcome }) => outcome !== 'ok');
    if (failed.length > 0) throw new Error(`a deploy did not end well: ${JSON.stringify(failed[0])}`);
    const kinds = fresh.map(({ kind }) => kind);
    if (!mayRepeat && new Set(kinds).size !== kinds.length)
      throw new Error(`delivered more than once: ${kinds.join(', ')}`);
    return { rows: list.length, deploys: fresh };
  }

  /** The same, and nothing was delivered since the last look. */
  async function expectNothingDelivered() {
    const { deploys } = await expectDelivered();
    if (deploys.length > 0)
      throw new Error(
        `${deploys.length} deploys where nothing had changed: ${deploys.map(({ kind }) => kind).join(', ')}`,
      );
  }

  /** The same, and something was delivered since. */
  async function expectChangeDelivered(options) {
    const { deploys, rows } = await expectDelivered(options);
    if (deploys.length === 0) throw new Error('nothing was delivered, and the list had changed');
    return { deploys, rows };
  }

  return {
    expectDelivered,
    expectNothingDelivered,
    expectChangeDelivered,
    deploysSoFar: async () => (await simulators.deploys()).length,
  };
}

#!/usr/bin/env node
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseAddresses } from './by-hand/addresses.mjs';
import { Chain, newPassword } from './by-hand/chain.mjs';
import { Children } from './by-hand/children.mjs';
import { differenceOf } from './by-hand/compare-lookup.mjs';
import { readComposeFile, tagOf } from './by-hand/compose-file.mjs';
import { counterparts } from './by-hand/counterparts.mjs';
import { adaptConfig, customerOf } from './by-hand/container-config.mjs';
import { buildImage } from './by-hand/image.mjs';
import { providePostgres } from './by-hand/postgres.mjs';
import { provideServerPrograms } from './by-hand/server-programs.mjs';
import { startSimulators } from './by-hand/simulators.mjs';
import { layOutMounts, layOutPrograms } from './by-hand/stage.mjs';
import { userOfImage } from './by-hand/users.mjs';
import { createNarrator, seconds } from './setup/narrator.mjs';
import { ROOT } from './setup/project.mjs';
import { endCommands, runCommand } from './setup/run-command.mjs';
import { setUp } from './setup/set-up.mjs';
import { provideTemporalCli } from './setup/temporal-cli/temporal-cli.mjs';

// `npm run compose-by-hand`: what docker-compose.yml and the Dockerfile say, without Docker. The real Temporal server
// on a real Postgres, the worker from the files that the image would hold; a pull is delivered and compared. Linux.

/** For everything but the builds. */
const LIMIT_MS = 10 * 60_000;

const narrator = createNarrator(process.stdout);
const { say } = narrator;
const children = new Children();
const startedAt = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'ctci-compose-'));
chmodSync(folder, 0o755); // the containers' user must get in
const logs = join(folder, 'logs');

try {
  const interrupted = new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => reject(new Error(`told to stop (${signal})`)));
  });
  const built = await Promise.race([build(), interrupted]);
  await Promise.race([check(built), interrupted, limit()]);
  say(`PASSED in ${seconds(Date.now() - startedAt)}: what the Compose file describes pulls and delivers`);
} catch (error) {
  say(`FAILED: ${error.message}`);
  process.exitCode = 1;
} finally {
  endCommands();
  await children.stopAll(({ name, pid }) => say(`  ends: ${name}, process ${pid}`));
  tidyUp();
}
process.exit();

/** Nothing is left but, after a failure, the logs. They hold no secrets but those of the simulators. */
function tidyUp() {
  const failed = process.exitCode === 1 && existsSync(logs);
  for (const name of readdirSync(folder)) {
    if (!failed || name !== 'logs') rmSync(join(folder, name), { recursive: true, force: true });
  }
  if (failed) say(`  logs: ${logs}`);
  else rmSync(folder, { recursive: true, force: true });
}

async function build() {
  await setUp(narrator);
  const compose = readComposeFile(join(ROOT, 'docker-compose.yml'), { POSTGRES_PASSWORD: newPassword() });
  const postgres = await providePostgres(narrator);
  const server = await provideServerPrograms(tagOf(compose.services.temporal.image), narrator);
  const cli = await provideTemporalCli(narrator, { ...process.env, TEMPORAL_ADDRESS: '' });
  await askCompose(compose);
  say('Image: following the Dockerfile');
  const image = await narrator.during('Image', buildImage({ root: ROOT, folder: join(folder, 'image'), say }));
  const programs = join(folder, 'programs');
  layOutPrograms(programs, { 'temporal-server': server.server, 'temporal-sql-tool': server.sql, temporal: cli });
  return { compose, postgres, image, programs };
}

/** Docker Compose reads and checks the file without an engine; where it is at hand, what it thinks counts. */
async function askCompose(compose) {
  const environment = { ...process.env, POSTGRES_PASSWORD: compose.services.postgres.environment.POSTGRES_PASSWORD };
  const version = await runCommand('docker', ['compose', 'version', '--short']);
  if (version.code !== 0) return say("Docker Compose: not at hand; the file is checked by this project's tests alone");
  const { code, output } = await runCommand(
    'docker',
    ['compose', '--file', join(ROOT, 'docker-compose.yml'), 'config', '--quiet'],
    { env: environment },
  );
  if (code !== 0) throw new Error(`docker compose config: ${output.trim()}`);
  say(`Docker Compose ${version.stdout.trim()}: takes the file`);
}

async function check({ compose, postgres, image, programs }) {
  const tokens = { ctci_api_token: newPassword(), devo_api_token: newPassword() };
  const user = userOfImage(image.user);
  const mounts = layOutMounts({ root: ROOT, folder: join(folder, 'mounts'), compose, secrets: tokens, owner: user });
  const addresses = await chooseAddresses();
  const config = join(ROOT, compose.configs.collector.file);
  const customer = customerOf(config);
  const simulated = await startSimulators(children, {
    folder,
    ctciToken: tokens.ctci_api_token,
    devoToken: tokens.devo_api_token,
    domain: customer.domain,
  });
  say(`Simulators: CTCI ${simulated.ctciUrl}, Devo ${simulated.lookupApiUrl}`);

  const here = counterparts(compose, mounts, addresses);
  const metrics = `127.0.0.1:${addresses.metrics}`;
  const changes = adaptConfig({
    from: config,
    to: mounts.configs.collector,
    ctciUrl: simulated.ctciUrl,
    lookupApiUrl: simulated.lookupApiUrl,
    metrics,
    inContainer: here,
  });
  say('Configuration: deploy/config.yaml, with other addresses');
  for (const change of changes) say(`  ${change}`);

  say('Services, in the order of docker-compose.yml');
  const chain = new Chain({ compose, postgres, image, programs, addresses, here, user, children, folder, logs, say });
  await chain.up();
  await expectDelivered(simulated, customer.lookupName);
  await chain.exec('worker', ['node', 'dist/client/cli.js', 'status']);

  say('Again: what "docker compose up" does a second time');
  for (const name of ['temporal-schema', 'temporal-namespace', 'cron-start']) await chain.start(name);
  await expectDeploys(simulated, 1);

  say('After a restart of Temporal and the worker');
  for (const name of ['worker', 'temporal']) await chain.stop(name);
  if (await chain.isHealthy('worker')) throw new Error('the health check of a stopped worker passes');
  for (const name of ['temporal', 'worker', 'cron-start']) await chain.start(name);
  await expectDeploys(simulated, 1);
}

async function expectDelivered(simulated, lookupName) {
  const [list, lookup] = await Promise.all([simulated.list(), simulated.lookup(lookupName)]);
  const difference = differenceOf(list, lookup);
  if (difference !== null) throw new Error(`the lookup is not the list: ${difference}`);
  say(`Delivered: the lookup ${lookupName} has the ${list.length} rows of the list, equal in every cell`);
  await expectDeploys(simulated, 1);
}

/** The list stays as it is, so that more than one delivery would mean that the state was lost. */
async function expectDeploys(simulated, count) {
  const deploys = await simulated.deploys();
  if (deploys.length !== count) throw new Error(`Devo got ${deploys.length} deploys, and should have got ${count}`);
  say(`  Devo has got ${count} deploy in all`);
}

function limit() {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`not done after ${LIMIT_MS / 60_000} minutes`)), LIMIT_MS).unref();
  });
}

import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chooseAddresses, isListening } from './postgres-engine/addresses.mjs';
import { Chain } from './postgres-engine/chain.mjs';
import { Children } from './postgres-engine/children.mjs';
import { readComposeFile, tagOf } from './postgres-engine/compose-file.mjs';
import { counterparts } from './postgres-engine/counterparts.mjs';
import { providePostgres } from './postgres-engine/postgres.mjs';
import { provideServerPrograms } from './setup/go/server-programs.mjs';
import { layOutConfigs, layOutPrograms } from './postgres-engine/stage.mjs';
import { createNarrator } from './setup/narrator.mjs';
import { ROOT } from './setup/project.mjs';

// The engine of `npm run faults -- --postgres`: the real Temporal server on a real Postgres, as docker-compose.yml has
// it, in the folder that is given. Whoever forks it orders kills and restarts; when that one goes, all of it ends.

const POLL_MS = 100;
const RESTART_AFTER_MS = 1_000;

/** Whether the server should run: false from an order to kill it to the one that brings it back. */
let wanted = true;

/** Remembers what was started under which name, so that it can be killed and started again as it was. */
class KnownChildren extends Children {
  programs = new Map();
  latest = new Map();

  start(program) {
    const child = super.start(program);
    this.programs.set(program.name, program);
    this.latest.set(program.name, child);
    return child;
  }
}

const [folder] = process.argv.slice(2);
const narrator = createNarrator(process.stderr);
const children = new KnownChildren();
process.on('disconnect', () => void children.stopAll(() => undefined).then(() => process.exit(0)));

const { chain, addresses } = await layOut();
for (const name of ['postgres', 'temporal-schema', 'temporal', 'temporal-namespace']) await chain.start(name);

const ORDERS = {
  kill,
  restart,
  'stop-database': () => end('postgres', 'SIGINT'), // Postgres' fast shutdown
  'start-database': startDatabase,
};
superviseServer();
process.on('message', ({ id, order }) => {
  ORDERS[order]().then(
    () => process.send({ id }),
    (error) => process.send({ id, failure: error.message }),
  );
});
process.send({ port: Number(addresses.frontend), folders: [join(folder, 'logs'), join(folder, 'postgres')] });

async function layOut() {
  chmodSync(folder, 0o755); // Postgres runs as a user of its own
  const compose = readComposeFile(join(ROOT, 'docker-compose.yml'), {
    POSTGRES_PASSWORD: randomBytes(24).toString('hex'),
  });
  const postgres = await providePostgres(narrator);
  const server = await provideServerPrograms(tagOf(compose.services.temporal.image), narrator);
  const programs = join(folder, 'programs');
  layOutPrograms(programs, {
    'temporal-server': server.server,
    'temporal-sql-tool': server.sql,
    temporal: process.env.TEMPORAL_CLI_PATH,
  });
  const configs = layOutConfigs({ root: ROOT, folder: join(folder, 'mounts'), compose });
  const addresses = await chooseAddresses();
  const here = counterparts(compose, configs);
  const parts = {
    compose,
    postgres,
    programs,
    addresses,
    here,
    children,
    folder,
    logs: join(folder, 'logs'),
    say: (line) => narrator.say(line),
  };
  return { chain: new Chain(parts), addresses };
}

function kill() {
  wanted = false;
  return end('temporal', 'SIGKILL');
}

async function restart() {
  wanted = true;
  await chain.start('temporal');
  superviseServer();
}

/** As `restart: unless-stopped` does: a server that is starting when its database goes gives up and ends by itself. */
function superviseServer() {
  const child = children.latest.get('temporal');
  void child.ended.then(async () => {
    await wait(RESTART_AFTER_MS);
    if (wanted && process.connected && children.latest.get('temporal') === child)
      await restart().catch(superviseServer);
  });
}

async function end(name, signal) {
  const child = children.latest.get(name);
  if (child === undefined || child.hasEnded()) return;
  process.kill(child.pid, signal);
  await child.ended;
}

/** The cluster is there already: only its server is started again. */
async function startDatabase() {
  children.start(children.programs.get('postgres'));
  while (!(await isListening(addresses.postgres))) await wait(POLL_MS);
}

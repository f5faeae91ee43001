import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chooseAddresses, isListening } from './by-hand/addresses.mjs';
import { Chain, newPassword } from './by-hand/chain.mjs';
import { Children } from './by-hand/children.mjs';
import { readComposeFile, tagOf } from './by-hand/compose-file.mjs';
import { counterparts } from './by-hand/counterparts.mjs';
import { providePostgres } from './by-hand/postgres.mjs';
import { provideServerPrograms } from './by-hand/server-programs.mjs';
import { layOutMounts, layOutPrograms } from './by-hand/stage.mjs';
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
  const compose = readComposeFile(join(ROOT, 'docker-compose.yml'), { POSTGRES_PASSWORD: newPassword() });
  const postgres = await providePostgres(narrator);
  const server = await provideServerPrograms(tagOf(compose.services.temporal.image), narrator);
  const programs = join(folder, 'programs');
  layOutPrograms(programs, {
    'temporal-server': server.server,
    'temporal-sql-tool': server.sql,
    temporal: process.env.TEMPORAL_CLI_PATH,
  });
  const mounts = layOutMounts({ root: ROOT, folder: join(folder, 'mounts'), compose, secrets: {}, owner: null });
  const addresses = await chooseAddresses();
  const here = counterparts(compose, mounts, addresses);
  const image = { folder, environment: {}, command: [], health: [] };
  const parts = {
    compose,
    postgres,
    image,
    programs,
    addresses,
    here,
    user: null,
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

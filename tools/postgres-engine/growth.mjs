#!/usr/bin/env node
import { fork, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ctciInput, lookupOutput } from '../monitoring/demo-settings.mjs';
import { createNarrator } from '../setup/narrator.mjs';
import { DIST, ROOT } from '../setup/project.mjs';
import { runCommand } from '../setup/run-command.mjs';
import { setUp } from '../setup/set-up.mjs';
import { provideTemporalCli } from '../setup/temporal-cli/temporal-cli.mjs';
import { providePostgres } from './postgres.mjs';

// `node tools/postgres-engine/growth.mjs`: how much of Postgres a pull takes, with the real server as in
// docker-compose.yml. The figures stand in docs/sizing.md. Needs no quiet machine: bytes are counted, not time.

const OPTIONS = { pulls: { type: 'string', default: '60' } };

/** A phase begins after so many pulls of its kind: the first ones differ. */
const FIRST_PULLS = 4;
const PERIOD_SECONDS = 5;
const POLL_MS = 1_000;
const LIMIT_MS = 30 * 60_000;

const narrator = createNarrator(process.stdout);
const { values } = parseArgs({ options: OPTIONS });
const pulls = Number(values.pulls);
const { stringify } = createRequire(join(ROOT, 'package.json'))('yaml');
const folder = mkdtempSync(join(tmpdir(), 'ctci-growth-'));
chmodSync(folder, 0o755); // Postgres runs as a user of its own
const stops = [];
try {
  await measure();
} finally {
  for (const stop of stops.reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure() {
  await setUp(narrator);
  process.env.TEMPORAL_CLI_PATH = await provideTemporalCli(narrator, { ...process.env, TEMPORAL_ADDRESS: '' });
  const programs = await providePostgres(narrator);
  const { port, database } = await startEngine();
  const sizes = () => sizesOf(programs, database);
  const places = await startSimulators();
  const config = join(folder, 'config.yaml');
  writeFileSync(config, stringify(configFor(places)));
  const environment = { ...process.env, TEMPORAL_ADDRESS: `127.0.0.1:${port}`, TEMPORAL_NAMESPACE: 'default' };
  run([join(DIST, 'worker', 'main.js'), '--config', config], environment);
  narrator.say(`an empty database: ${inWords(await sizes())}`);
  const started = await runCommand(process.execPath, [join(DIST, 'client', 'cli.js'), 'start', '--config', config], {
    env: environment,
    timeoutMs: LIMIT_MS,
  });
  if (started.code !== 0) throw new Error(`start ended with ${started.code}: ${started.output}`);
  await phase('nothing new', sizes);
  await control(places.ctci, 'resume');
  await phase("a day's changes, delivered", sizes);
}

/** The growth over some pulls of one kind. */
async function phase(words, sizes) {
  const from = await untilPulls((await sizes()).runs + FIRST_PULLS, sizes);
  const to = await untilPulls(from.runs + pulls, sizes);
  const counted = to.runs - from.runs;
  const each = Math.round((to.databases - from.databases) / counted / 1_000);
  narrator.say(`${words}: ${counted} pulls, ${each} KB each; ${inWords(to)}`);
}

async function untilPulls(wanted, sizes) {
  const giveUpAt = Date.now() + LIMIT_MS;
  for (;;) {
    const seen = await sizes();
    if (seen.runs >= wanted) return seen;
    if (Date.now() > giveUpAt) throw new Error(`only ${seen.runs} of ${wanted} pulls`);
    await wait(POLL_MS);
  }
}

/** Bytes of both databases, of the whole cluster with its log of changes, and how many runs have ended. */
async function sizesOf(programs, { host, port, password, data }) {
  const ask = async (name, question) => {
    const { code, stdout, output } = await runCommand(
      join(programs, 'psql'),
      [
        '--host',
        host,
        '--port',
        port,
        '--username',
        'temporal',
        '--dbname',
        name,
        '--tuples-only',
        '--command',
        question,
      ],
      { env: { ...process.env, PGPASSWORD: password }, timeoutMs: 60_000 },
    );
    if (code !== 0) throw new Error(output.trim());
    return Number(stdout.trim());
  };
  const databases = await ask(
    'temporal',
    "select sum(pg_database_size(datname)) from pg_database where datname like 'temporal%'",
  );
  const runs = await ask(
    'temporal_visibility',
    'select count(*) from executions_visibility where close_time is not null',
  );
  const { stdout } = await runCommand('du', ['--summarize', '--bytes', data], { timeoutMs: 60_000 });
  return { databases, runs, cluster: Number.parseInt(stdout, 10) };
}

function inWords({ databases, cluster, runs }) {
  const megabytes = (bytes) => `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `databases ${megabytes(databases)}, with the log of changes ${megabytes(cluster)}, ${runs} runs`;
}

async function startEngine() {
  const place = join(folder, 'engine');
  mkdirSync(place);
  const engine = fork(join(ROOT, 'tools', 'faults-engine.mjs'), [place], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise((resolve) => engine.once('exit', resolve));
  stops.push(async () => {
    if (engine.connected) engine.disconnect();
    await ended;
  });
  const { port } = await new Promise((resolve, reject) => {
    engine.once('message', resolve);
    void ended.then(() => reject(new Error('the engine ended')));
  });
  const data = join(place, 'postgres', 'data');
  const [, , , postgres] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  const password = readFileSync(join(place, 'postgres', 'password'), 'utf8');
  return { port, database: { host: '127.0.0.1', port: postgres, password, data } };
}

async function startSimulators() {
  const args = [join(DIST, 'simulators', 'main.js'), '--ready-json', '--hold', '--no-kev', '--job-delay', '100'];
  const child = run(args, process.env, ['ignore', 'pipe', 'inherit']);
  const line = await new Promise((resolve) => child.stdout.once('data', resolve));
  return JSON.parse(String(line));
}

function run(args, environment, stdio = 'ignore') {
  const child = spawn(process.execPath, args, { env: environment, stdio });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  stops.push(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  return child;
}

async function control({ url }, path) {
  const answer = await fetch(`${url}/_sim/${path}`, { method: 'POST' });
  if (!answer.ok) throw new Error(`${path} is answered with ${answer.status}`);
}

function configFor({ ctci, devo }) {
  return {
    globals: { id: '1', name: 'growth' },
    inputs: {
      ctci: ctciInput(ctci, PERIOD_SECONDS),
    },
    outputs: {
      devo_lookup: lookupOutput(devo),
    },
  };
}

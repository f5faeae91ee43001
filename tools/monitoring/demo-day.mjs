import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { stringify } from 'yaml';
import { ctciInput, lookupOutput } from './demo-settings.mjs';
import { DIST } from '../setup/project.mjs';
import { endWithCommands } from '../setup/run-command.mjs';

const READY_MS = 120_000;
const STOP_MS = 40_000;

/** As the demo of `npm start` has them. */
const LIST_PERIOD_SECONDS = 10;
const EVENTS_PERIOD_SECONDS = 5;

/**
 * What happens in the day, at which hour; a name in `words` is written beside the line in the picture.
 *
 * @type {readonly { hour: number, words: string, act(world: object): Promise<unknown> }[]}
 */
export const STORY = [
  {
    hour: 4,
    words: 'CTCI answers 503',
    act: ({ ctci, hours }) => ctci('faults', { fault: 'status', status: 503, forMs: hours(1) }),
  },
  {
    hour: 7,
    words: 'Devo takes long',
    act: ({ devo, hours }) => devo('faults', { fault: 'slow-job', ms: hours(0.75), requests: 1 }),
  },
  { hour: 9, words: 'the list shrinks', act: ({ ctci }) => ctci('list', { shrinkTo: 300 }) },
  { hour: 10.5, words: 'and is whole again', act: ({ ctci }) => ctci('list', { serve: 'history' }) },
  { hour: 16, words: '2,000 events at once', act: ({ threatquotient }) => threatquotient('events', { count: 2_000 }) },
  { hour: 19, words: 'the worker is killed', act: ({ killWorker }) => killWorker() },
];

/**
 * Runs `up` with the demo's services and simulators for a day that takes `minutes` on the clock, with a Prometheus that
 * asks once a second.
 *
 * @param {{ prometheus: string, cli: string, minutes: number, folder: string, narrator: object }} options
 * @returns {Promise<{ ask(path: string): Promise<any>, from: number, to: number, stop(): Promise<void> }>} `from`,
 *   `to`:
 *   epoch seconds of the day; `ask` asks Prometheus until `stop`
 */
export async function liveDemoDay({ prometheus, cli, minutes, folder, narrator }) {
  const stops = [];
  async function stop() {
    for (const each of stops.splice(0).reverse()) await each();
  }
  try {
    const simulators = startProgram(process.execPath, [
      join(DIST, 'simulators', 'main.js'),
      ...['--ready-json', '--no-kev', '--state-folder', join(folder, 'simulators')],
    ]);
    stops.push(simulators.stop);
    const places = JSON.parse(await simulators.line(/^\{/));
    const [metrics, page] = await freePorts(2);
    writeFileSync(join(folder, 'config.yaml'), stringify(demoConfig(places, metrics)));
    writeFileSync(join(folder, 'prometheus.yml'), stringify(scrapeConfig(metrics)));
    const server = startProgram(prometheus, [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${page}`,
    ]);
    stops.push(server.stop);
    mkdirSync(join(folder, 'place'));
    const environment = { ...process.env, TEMPORAL_CLI_PATH: cli, NO_PROXY: '127.0.0.1' };
    for (const name of ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE']) delete environment[name];
    const from = Date.now() / 1000;
    const up = startProgram(
      process.execPath,
      [join(DIST, 'client', 'cli.js'), 'up', '--config', join(folder, 'config.yaml')],
      {
        cwd: join(folder, 'place'),
        env: environment,
      },
    );
    stops.push(up.stop);
    await up.line(/ctci\/cewl {2}delivered/);
    const hours = (count) => Math.round((count * minutes * 60_000) / 24);
    const world = { ...controlsOf(places), hours, killWorker: async () => process.kill(workerOf(up.pid), 'SIGKILL') };
    for (const { hour, words, act } of STORY) {
      await wait(from * 1000 + hours(hour) - Date.now());
      narrator.say(`  ${clock(hour)} ${words}`);
      await act(world);
    }
    await wait(from * 1000 + hours(24) - Date.now());
    return { ask: (path) => askPrometheus(page, path), from, to: from + minutes * 60, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `04:00`, `10:30`. */
export function clock(hour) {
  const minutes = Math.round(hour * 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function demoConfig({ ctci, devo, threatquotient }, metrics) {
  const { address, port, chain, cert, key } = devo.syslog;
  return {
    globals: { id: '1', name: 'demo', metrics: { prometheus: `127.0.0.1:${metrics}` } },
    inputs: {
      ctci: ctciInput(ctci, LIST_PERIOD_SECONDS),
      threatquotient_data_puller: {
        api_base_url: threatquotient.url,
        credentials: { username: 'demo@example.com', password: 'demo' },
        services: { events: { request_period_in_seconds: EVENTS_PERIOD_SECONDS, outputs: ['devo_events'] } },
      },
    },
    outputs: {
      devo_lookup: lookupOutput(devo),
      devo_events: { type: 'devo_platform', config: { address, port, chain, cert, key } },
    },
  };
}

function scrapeConfig(metrics) {
  return {
    global: { scrape_interval: '1s' },
    scrape_configs: [{ job_name: 'ctci-collector', static_configs: [{ targets: [`127.0.0.1:${metrics}`] }] }],
  };
}

/** The simulators' control pages; a fault with `forMs` is cleared when that time is over. */
function controlsOf(places) {
  async function post(url, body) {
    const response = await fetch(url, {
      method: body === undefined ? 'DELETE' : 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${url} is answered with ${response.status}: ${await response.text()}`);
  }
  const control =
    ({ url }) =>
    async (path, { forMs, ...body }) => {
      await post(`${url}/_sim/${path}`, body);
      if (forMs === undefined) return;
      await wait(forMs);
      await post(`${url}/_sim/${path}`);
    };
  return { ctci: control(places.ctci), devo: control(places.devo), threatquotient: control(places.threatquotient) };
}

async function askPrometheus(port, path) {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`);
  const answer = await response.json();
  if (answer.status !== 'success') throw new Error(`Prometheus refuses ${path}: ${answer.error}`);
  return answer.data;
}

/** Starts a program whose lines can be waited for; what it says last is told when it ends too early. */
function startProgram(program, args, options = {}) {
  const child = endWithCommands(spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options }));
  const lines = [];
  const waiting = new Set();
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const look of waiting) look();
    });
  const ended = new Promise((resolve) => child.once('close', resolve));
  function line(pattern) {
    return new Promise((resolve, reject) => {
      const words = (what) => `${program} ${what}: ${lines.slice(-5).join('\n')}`;
      const timer = setTimeout(() => reject(new Error(words('does not say what it should'))), READY_MS);
      void ended.then(() => reject(new Error(words('ended'))));
      function look() {
        const found = lines.find((each) => pattern.test(each));
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      }
      waiting.add(look);
      look();
    });
  }
  async function stop() {
    child.kill('SIGTERM');
    const forced = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(forced);
  }
  return { pid: child.pid, line, stop };
}

/** The process of `up` that runs the worker. */
function workerOf(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  const worker = children.find((each) => readFileSync(`/proc/${each}/cmdline`, 'utf8').includes('worker/main.js'));
  if (worker === undefined) throw new Error('up has no worker');
  return Number(worker);
}

async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
    }),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

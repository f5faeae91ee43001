import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { stringify } from 'yaml';
import { choosePort } from '../../../engine/server/free-port';
import { ALERTS_FILE, expressionsOf, namesIn, readAlerts, readDashboard } from '../../monitoring/expressions';
import { findPrometheus } from '../../monitoring/find-prometheus';
import { ROOT } from '../stage/built-program';
import { preparePlace, sharedTemporal } from '../stage/prepared-place';
import type { RunningProgram } from '../stage/running-program';
import type { SimulatedWorld } from '../stage/simulated-world';
import { until } from '../stage/until';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(240_000);

const prometheus = findPrometheus('prometheus');

/** The SDK shows these once something has failed for the first time; its core holds their names. */
const AFTER_A_FAILURE = [
  'temporal_workflow_task_execution_failed',
  'temporal_request_failure',
  'temporal_long_request_failure',
];

/** Ours that need what this collector has not got: a service of events, a token that says its end. */
const ELSEWHERE = [
  'ctci_collector_events_complete_until_timestamp_seconds',
  'ctci_collector_token_expiry_timestamp_seconds',
];

let world: SimulatedWorld;
let place: Workplace;
let worker: RunningProgram;
let server: ChildProcess;
let folder: string;
let url: string;

async function ask(path: string): Promise<unknown> {
  const response = await fetch(`${url}/api/v1/${path}`);
  const answer = (await response.json()) as { status: string; data: unknown; error?: string };
  if (answer.status !== 'success') throw new Error(`${path}: ${answer.error ?? response.status}`);
  return answer.data;
}

(prometheus === null ? describe.skip : describe)('with a real Prometheus (npm run monitoring fetches it)', () => {
  beforeAll(async () => {
    ({ world, place } = await preparePlace(sharedTemporal()));
    const metrics = await choosePort({ port: 0 });
    const port = await choosePort({ port: 0 }, new Set([metrics]));
    place.configure(world, { globals: { metrics: { prometheus: `127.0.0.1:${metrics}` } } });
    worker = await place.worker();
    expect(await place.verb('start')).toMatchObject({ code: 0 });
    world.ctci.fail({ fault: 'html', requests: 1 });
    expect(await place.verb('pull')).toMatchObject({ code: 1 });

    folder = mkdtempSync(join(tmpdir(), 'ctci-prometheus-'));
    const config = {
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [ALERTS_FILE],
      scrape_configs: [{ job_name: 'ctci-collector', static_configs: [{ targets: [`127.0.0.1:${metrics}`] }] }],
    };
    writeFileSync(join(folder, 'prometheus.yml'), stringify(config));
    url = `http://127.0.0.1:${port}`;
    const options = [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ];
    server = spawn(prometheus ?? '', options, { stdio: 'ignore' });
    await until('Prometheus', async () => (await fetch(`${url}/-/ready`).catch(() => null))?.status === 200);
    await until('a scrape', async () => {
      const { result } = (await ask('query?query=ctci_collector_build_info')) as { result: unknown[] };
      return result.length > 0;
    });
  });

  afterAll(async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
    worker.kill('SIGTERM');
    await worker.ended;
    await place.verb('stop', '--yes');
    rmSync(folder, { recursive: true, force: true });
    place.clear();
    await world.close();
  });

  test('it scrapes the worker, and loads every rule', async () => {
    const { activeTargets } = (await ask('targets')) as { activeTargets: { health: string; lastError: string }[] };
    expect(activeTargets).toMatchObject([{ health: 'up', lastError: '' }]);
    const rules = await until('the rules', async () => {
      const { groups } = (await ask('rules')) as { groups: { rules: { name: string; health: string }[] }[] };
      const all = groups.flatMap((group) => group.rules);
      return all.every(({ health }) => health === 'ok') ? all : null;
    });
    expect(rules.map(({ name }) => name).sort()).toEqual(
      readAlerts()
        .map(({ alert }) => alert)
        .sort(),
    );
  });

  test('it knows every name, and answers every expression of the alerts and of the dashboard', async () => {
    const names = new Set((await ask('label/__name__/values')) as string[]);
    const releases = join(ROOT, 'node_modules', '@temporalio', 'core-bridge', 'releases');
    const core = readFileSync(join(releases, readdirSync(releases)[0] ?? '', 'index.node'));
    for (const name of AFTER_A_FAILURE)
      expect([name, core.includes(name.slice('temporal_'.length))]).toEqual([name, true]);
    const expressions = expressionsOf(readAlerts(), readDashboard());
    const unknown = [...new Set(expressions.flatMap(namesIn))].filter((name) => !names.has(name));
    expect(unknown.filter((name) => !AFTER_A_FAILURE.includes(name) && !ELSEWHERE.includes(name))).toEqual([]);
    for (const expression of expressions) {
      const mayBeEmpty =
        readAlerts().some(({ expr }) => expr === expression) ||
        namesIn(expression).some((name) => unknown.includes(name));
      // The first rate is there after the second scrape.
      await until(`an answer to ${expression}`, async () => {
        const { result } = (await ask(`query?query=${encodeURIComponent(expression)}`)) as { result: unknown[] };
        return mayBeEmpty || result.length > 0;
      });
    }
  });

  test('nothing that is critical fires while all is well again', async () => {
    expect(await place.verb('pull')).toMatchObject({ code: 0 });
    const { alerts } = (await ask('alerts')) as { alerts: { state: string; labels: { alertname: string } }[] };
    expect(alerts.filter(({ state }) => state === 'firing')).toEqual([]);
  });
});

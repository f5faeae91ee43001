import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { choosePort } from '../../../engine/server/free-port';
import { readMetrics, valueOf, type Sample } from '../stage/metrics-page';
import { preparePlace, sharedTemporal } from '../stage/prepared-place';
import { CTCI_TOKEN, DEVO_TOKEN, madeUpList, type SimulatedWorld } from '../stage/simulated-world';
import { until } from '../stage/until';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(180_000);

const SERVICE = { input: 'ctci', service: 'cewl' };

let world: SimulatedWorld;
let place: Workplace;
let port: number;

beforeAll(async () => {
  ({ world, place } = await preparePlace(sharedTemporal()));
  port = await choosePort({ port: 0 });
  place.configure(world, { globals: { metrics: { prometheus: `127.0.0.1:${port}` } } });
});

afterAll(async () => {
  await place.verb('stop', '--yes');
  place.clear();
  await world.close();
});

/** Our own numbers, without the prefix, once the condition holds. */
function numbers(condition: (own: Own) => boolean): Promise<Own> {
  return until('the numbers', async () => {
    const samples = await readMetrics(port);
    const own: Own = Object.assign(
      (name: string, labels: Sample['labels'] = SERVICE) => valueOf(samples, `ctci_collector_${name}`, labels),
      { samples },
    );
    return condition(own) ? own : null;
  });
}
type Own = ((name: string, labels?: Sample['labels']) => number | null) & { readonly samples: readonly Sample[] };

test('the page of the SDK shows what pulls did, to which outputs, and that a list is held', async () => {
  const worker = await place.worker();
  const before = await numbers((own) => own('chain_stopped') === 1);
  expect(before('pulls_total', { ...SERVICE, outcome: 'delivered' })).toBe(0);
  expect(await place.verb('start')).toMatchObject({ code: 0 });
  const first = await numbers((own) => own('list_rows') === 30 && own('chain_stopped') === 0);
  expect(first('pulls_total', { ...SERVICE, outcome: 'delivered' })).toBe(1);
  expect(first('changes_total', { ...SERVICE, kind: 'added' })).toBe(30);
  expect(first('events_sent_total', { ...SERVICE, output: 'devo_lookup' })).toBe(30);
  expect(first('last_good_pull_timestamp_seconds')).toBeGreaterThan(Date.now() / 1000 - 600);
  expect(first('period_seconds')).toBe(3600);
  expect(first('stale_after_seconds')).toBe(10_800);
  expect(first('deploy_job_duration_seconds_count', { ...SERVICE, output: 'devo_lookup' })).toBe(1);
  expect(first('pull_duration_seconds_count')).toBe(1);
  expect(first('held')).toBe(0);
  expect(first('ready', {})).toBe(1);
  expect(first('build_info', {})).toBe(1);
  expect(first('log_lines_dropped_total', {})).toBe(0);
  expect(valueOf(first.samples, 'temporal_num_pollers', { poller_type: 'workflow_task' })).toBeGreaterThan(0);

  world.ctci.serve({ rows: madeUpList(3) });
  expect(await place.verb('pull')).toMatchObject({ code: 1 });
  await numbers((own) => own('held') === 1 && own('pulls_total', { ...SERVICE, outcome: 'held' }) === 1);
  world.ctci.fail({ fault: 'html', requests: 1 });
  expect(await place.verb('pull')).toMatchObject({ code: 1 });
  const failed = await numbers((own) => own('failing') === 1);
  const errors = failed.samples.filter(({ name, value }) => name === 'ctci_collector_errors_total' && value > 0);
  expect(errors).toEqual([expect.objectContaining({ value: 1 })]);
  expect(JSON.stringify(failed.samples)).not.toContain(CTCI_TOKEN);
  expect(JSON.stringify(failed.samples)).not.toContain(DEVO_TOKEN);
  worker.kill('SIGTERM');
  expect(await worker.ended).toMatchObject({ code: 0 });
});

test('a worker that begins anew knows the state of its services before any pull', async () => {
  const worker = await place.worker();
  const known = await numbers((own) => own('list_rows') === 30);
  expect(known('pulls_total', { ...SERVICE, outcome: 'delivered' })).toBe(0);
  expect(known('held')).toBe(1);
  expect(known('last_good_pull_timestamp_seconds')).toBeGreaterThan(0);
  worker.kill('SIGTERM');
  await worker.ended;
});

test('a metrics port that is taken ends the worker with error 607 and the setting', async () => {
  const other = createServer();
  await new Promise<void>((listening) => other.listen(port, '127.0.0.1', listening));
  const { code, stdout, stderr } = await place.verb('worker');
  await new Promise((closed) => other.close(closed));
  expect([code, `${stdout}${stderr}`]).toEqual([1, expect.stringContaining('EngineError 607')]);
  expect(stderr).toContain('globals.metrics.prometheus');
});

import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { startTcpProxy, type TcpProxy } from '../../../bench/faults/wires/tcp-proxy';
import { choosePort } from '../../../engine/server/free-port';
import type { HealthReport } from '../../../worker/health/health-report';
import { processNamed } from '../stage/process-table';
import { preparePlace } from '../stage/prepared-place';
import type { RunningProgram } from '../stage/running-program';
import { madeUpList, type SimulatedWorld } from '../stage/simulated-world';
import { until } from '../stage/until';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(180_000);

let world: SimulatedWorld;
let place: Workplace;
let wire: TcpProxy;
let port: number;
let worker: RunningProgram | null = null;

beforeAll(async () => {
  const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
  wire = await startTcpProxy(Number(address.split(':')[1]));
  ({ world, place } = await preparePlace({ TEMPORAL_ADDRESS: `127.0.0.1:${wire.port}` }));
  port = await choosePort({ port: 0 });
  place.configure(world, { globals: { health: { address: `127.0.0.1:${port}` } } });
});

afterEach(async () => {
  worker?.kill('SIGTERM');
  await worker?.ended;
  worker = null;
  await place.verb('stop', '--yes');
});

afterAll(async () => {
  place.clear();
  await wire.close();
  await world.close();
});

interface Answer {
  readonly status: number;
  readonly report: HealthReport;
}

/** What a probe gets that waits 5 s; null when it gets nothing. */
async function probe(path: '/healthz' | '/readyz'): Promise<Answer | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5_000) });
    return { status: response.status, report: (await response.json()) as HealthReport };
  } catch {
    return null;
  }
}

function ready(status: number): Promise<Answer> {
  return until(
    `/readyz with ${status}`,
    async () => {
      const answer = await probe('/readyz');
      return answer?.status === status ? answer : null;
    },
    120_000,
  );
}

test('a worker is ready once Temporal hears it; without Temporal it soon is not, lives, and comes back', async () => {
  worker = await place.worker();
  expect((await ready(200)).report).toMatchObject({ ok: true, live: true, problems: [], worker: { state: 'running' } });
  wire.refuse();
  wire.cut();
  const { report } = await ready(503);
  expect(report).toMatchObject({ ok: false, live: true, problems: [expect.stringContaining('is out of reach')] });
  expect(await probe('/healthz')).toMatchObject({ status: 200 });
  wire.heal();
  expect((await ready(200)).report.problems).toEqual([]);
});

test('a list that is held is told of, and leaves the worker ready', async () => {
  world.ctci.serve({ rows: madeUpList(30) });
  worker = await place.worker();
  expect(await place.verb('start')).toMatchObject({ code: 0 });
  world.ctci.serve({ rows: madeUpList(3) });
  expect(await place.verb('pull')).toMatchObject({ code: 1 });
  const held = await until('the word', async () => {
    const answer = await probe('/readyz');
    return answer?.report.services[0]?.state === 'held' ? answer : null;
  });
  expect(held).toMatchObject({
    status: 200,
    report: {
      services: [{ input: 'ctci', service: 'cewl', well: false, rows: 30, problem: expect.stringContaining('held') }],
    },
  });
  world.ctci.serve({ rows: madeUpList(30) });
});

test('a worker that hangs gives a probe no answer', async () => {
  worker = await place.worker();
  await ready(200);
  const { pid } = processNamed(place.folder, 'worker/main.js');
  process.kill(pid, 'SIGSTOP');
  expect(await probe('/healthz')).toBeNull();
  process.kill(pid, 'SIGCONT');
  await ready(200);
});

test('a port that is taken ends the worker with error 607 and the setting', async () => {
  const other = createServer();
  await new Promise<void>((listening) => other.listen(port, '127.0.0.1', listening));
  const { code, stdout, stderr } = await place.verb('worker');
  await new Promise((closed) => other.close(closed));
  expect([code, `${stdout}${stderr}`]).toEqual([1, expect.stringContaining('EngineError 607')]);
  expect(stderr).toContain('globals.health.address');
  expect(stderr).toContain(`127.0.0.1:${port}`);
});

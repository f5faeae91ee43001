import { expect, test } from '@jest/globals';
import { CollectorError } from '../../../errors/collector-error';
import { judgeHealth, type HealthFacts } from '../../../worker/health/health-report';
import { NOTHING_KNOWN } from '../../../domain/report/pull-facts';
import type { ServiceFacts } from '../../../worker/watch/service-facts';

const NOW = new Date('2026-03-10T12:00:00Z');
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000);

const SERVICE: ServiceFacts = {
  input: 'ctci',
  service: 'cewl',
  workflowId: 'c-1-ctci-cewl',
  chain: { chain: 'waits' },
  pull: { ...NOTHING_KNOWN, rows: 1252, lastGoodPull: ago(60).getTime() / 1000 },
};

const WELL: HealthFacts = {
  collector: { name: 'c', id: '1', version: '0.1.0' },
  buildId: null,
  worker: 'running',
  startedAt: ago(3600),
  polls: {
    address: '127.0.0.1:7233',
    namespace: 'default',
    taskQueue: 'ctci-collector-c-1',
    reachedAt: ago(5),
    problem: null,
    polledAt: { workflow: ago(40), activity: ago(20) },
    busy: false,
  },
  services: [SERVICE],
};

const judge = (facts: Partial<HealthFacts>) => judgeHealth({ ...WELL, ...facts }, NOW);
const polls = (facts: Partial<HealthFacts['polls']>) => judge({ polls: { ...WELL.polls, ...facts } });
const service = (facts: Partial<ServiceFacts>, more: Partial<HealthFacts> = {}) =>
  judge({ services: [{ ...SERVICE, ...facts }], ...more });

test('a worker that Temporal hears is live and ready, and tells of its services', () => {
  expect(judge({})).toMatchObject({
    live: true,
    ready: true,
    problems: [],
    temporal: { reached_at: '2026-03-10T11:59:55.000Z', polled_at: { workflow: '2026-03-10T11:59:20.000Z' } },
    services: [
      { state: 'waiting', well: true, problem: null, rows: 1252, last_good_pull_at: '2026-03-10T11:59:00.000Z' },
    ],
  });
});

test('a Temporal that is gone makes the worker not ready within half a minute, and leaves it alive', () => {
  const problem = 'ECONNREFUSED';
  expect(polls({ reachedAt: ago(25), problem })).toMatchObject({ ready: true });
  expect(polls({ reachedAt: ago(31), problem })).toMatchObject({
    live: true,
    ready: false,
    problems: ['Temporal at 127.0.0.1:7233 is out of reach: ECONNREFUSED'],
  });
  expect(polls({ reachedAt: ago(7200), problem })).toMatchObject({ live: true, ready: false });
});

test('a worker that has reached nothing yet is not ready, and tells why', () => {
  const never = { reachedAt: null, problem: null, polledAt: { workflow: null, activity: null } };
  expect(judge({ worker: 'starting', startedAt: ago(1), polls: { ...WELL.polls, ...never } })).toMatchObject({
    live: true,
    ready: false,
    problems: ['the worker is starting', expect.stringContaining('out of reach')],
  });
});

test('a worker of which Temporal gets no poll is not ready, and not live when that stays so', () => {
  const since = (seconds: number) => polls({ polledAt: { workflow: ago(seconds), activity: ago(20) } });
  expect(since(119)).toMatchObject({ ready: true });
  expect(since(121)).toMatchObject({
    live: true,
    ready: false,
    problems: [expect.stringContaining('workflow tasks since')],
  });
  expect(since(301)).toMatchObject({ live: false, ready: false });
  expect(polls({ polledAt: { workflow: ago(10), activity: null } })).toMatchObject({ live: false, ready: false });
});

test('a worker whose places are all taken polls no more, and is well', () => {
  expect(polls({ busy: true, polledAt: { workflow: ago(10), activity: ago(600) } })).toMatchObject({
    live: true,
    ready: true,
  });
});

test.each(['failed', 'stopped'])('a worker that is %s is dead', (worker) => {
  expect(judge({ worker })).toMatchObject({ live: false, ready: false });
});

test('a worker that is draining is live and not ready', () => {
  expect(judge({ worker: 'draining' })).toMatchObject({
    live: true,
    ready: false,
    problems: ['the worker is draining'],
  });
});

test('a held list leaves the worker ready, and is told', () => {
  const held = service({ pull: { ...SERVICE.pull, held: '900 of 1,252 rows would go' } });
  expect(held).toMatchObject({
    live: true,
    ready: true,
    services: [{ state: 'held', well: false, problem: 'the list is held: 900 of 1,252 rows would go' }],
  });
});

test('a source that refuses leaves the worker ready, and is told', () => {
  const error = new CollectorError('ctci_unauthorized', { seen: 'HTTP 401' }).report();
  expect(service({ pull: { ...SERVICE.pull, error } })).toMatchObject({
    ready: true,
    services: [{ state: 'failing', well: false, problem: expect.stringContaining('ApiError 401') }],
  });
});

test('a chain that is stopped leaves the worker ready, and is told', () => {
  expect(service({ chain: { chain: 'stopped', why: 'the chain was terminated' } })).toMatchObject({
    ready: true,
    services: [{ state: 'stopped', well: false, problem: 'no cron is running (the chain was terminated)' }],
  });
});

test('a task of a workflow that fails again and again makes the worker not ready', () => {
  const trouble = new CollectorError('task_failing', { seen: 'the code is another' });
  expect(service({ chain: { chain: 'stuck', trouble } })).toMatchObject({
    live: true,
    ready: false,
    problems: [expect.stringMatching(/^ctci\/cewl: EngineError 614: .*the code is another/)],
  });
});

test('a task that no worker takes makes the worker not ready after two minutes, and never in its first two', () => {
  const unserved = (seconds: number, startedAt = WELL.startedAt) =>
    service(
      { chain: { chain: 'unserved', since: ago(seconds), trouble: new CollectorError('run_unserved') } },
      { startedAt },
    );
  expect(unserved(100)).toMatchObject({ ready: true, services: [{ state: 'no_worker', well: false }] });
  expect(unserved(600, ago(100))).toMatchObject({ ready: true });
  expect(unserved(121)).toMatchObject({
    live: true,
    ready: false,
    problems: [expect.stringContaining('EngineError 618')],
  });
});

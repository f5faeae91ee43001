import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { build } from './stage/built-program';
import { documentOf } from './stage/document';
import { EventsWorld } from './stage/events-world';
import { processNamed } from './stage/process-table';
import { until } from './stage/until';

jest.setTimeout(150_000);

let world: EventsWorld;

beforeAll(build);
afterEach(() => world.stop());

/** In mid-walk: a batch is confirmed, and many pages are to come. */
async function inMidWalk(): Promise<void> {
  await until('a confirmed batch', () => world.sink.received() >= 2_000);
}

test('a worker killed in mid-walk: the next one goes on from the last batch, which alone may come twice', async () => {
  world = await EventsWorld.start({}, { backlog: { count: 12_000, overSeconds: 80_000 } });
  world.threatq.fail({ fault: 'slow', ms: 60 });
  const worker = await world.place.worker();
  const started = world.place.begin('start', '--json');
  await inMidWalk();
  process.kill(processNamed(world.place.folder, '/worker/main.js').pid, 'SIGKILL');
  await worker.ended;
  const before = world.sink.received();
  await world.place.worker();
  await until('every event', () => world.sink.received() >= 12_000 && new Set(world.ids()).size === 12_000, 90_000);
  expect(documentOf({ code: (await started.ended).code, stdout: started.stdout, stderr: started.stderr }).ok).toBe(
    true,
  );
  const ids = world.ids();
  expect(ids.length - 12_000).toBeLessThanOrEqual(6_000);
  expect(before).toBeLessThan(12_000);
});

test('a worker told to stop in mid-walk hands it on: another ends it at once, nothing comes twice', async () => {
  world = await EventsWorld.start({}, { backlog: { count: 12_000, overSeconds: 80_000 } });
  world.threatq.fail({ fault: 'slow', ms: 60 });
  const worker = await world.place.worker();
  world.place.begin('start', '--json');
  await inMidWalk();
  worker.kill('SIGTERM');
  expect(await worker.ended).toMatchObject({ code: 0 });
  expect(world.sink.received()).toBeLessThan(12_000);
  await world.place.worker();
  await until('every event', () => world.sink.received() >= 12_000);
  expect(new Set(world.ids()).size).toBe(12_000);
  expect(world.sink.received()).toBe(12_000);
});

test("the state of Devo's collector is taken over and goes on, and ours can be taken elsewhere", async () => {
  world = await EventsWorld.start({ reset_persistence_auth: 'v1' });
  const now = Math.floor(Date.now() / 1000);
  const old = world.threatq.create({ count: 3, at: now - 5_000 });
  const sent = world.threatq.create({ count: 2, at: now - 4_000 });
  const [fresh] = world.threatq.create({ count: 1, at: now - 3_000 });
  const file = join(world.place.folder, 'devo-state.json');
  writeFileSync(
    file,
    JSON.stringify({ last_polled_time: now - 4_000 + 0.25, reset_persistence_auth: 'v1', all_events_ids: sent }),
  );
  await world.place.worker();
  const imported = await world.place.verb('state', 'import', file);
  expect(imported).toMatchObject({ code: 0 });
  expect(await world.place.verb('start')).toMatchObject({ code: 0 });
  await until('the event that is new', () => world.ids().includes(Number(fresh)));
  expect(world.ids()).toEqual([fresh]);
  expect(world.ids()).not.toEqual(expect.arrayContaining([...old]));

  const exported = await world.place.verb('state', 'export');
  expect(exported.code).toBe(0);
  expect(JSON.parse(exported.stdout)).toMatchObject({
    version: 1,
    kind: 'events',
    reset_persistence_auth: 'v1',
    cursor: expect.any(String),
    last_polled_time: expect.any(Number),
  });
  const ours = join(world.place.folder, 'ours.json');
  writeFileSync(ours, exported.stdout);
  expect(await world.place.verb('stop', '--yes')).toMatchObject({ code: 0 });
  const [later] = world.threatq.create({ count: 1 });
  expect(await world.place.verb('state', 'import', ours)).toMatchObject({ code: 0 });
  expect(await world.place.verb('start')).toMatchObject({ code: 0 });
  await until('the event of afterwards', () => world.ids().includes(Number(later)));
  expect(world.ids()).toEqual([fresh, later]);
  expect(await world.place.verb('history', 'CVE-2026-1')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('CVE-2026-1 is a row of a list, and events are pulled'),
  });
});

test.each([
  [
    'with ids as text, beside that of another service',
    (time: number, ids: readonly unknown[]) =>
      JSON.stringify({
        'threatquotient_data_puller#111': {
          'events#predefined': { last_polled_time: String(time), all_events_ids: ids.map(String) },
          'others#predefined': { last_polled_time: 0, all_events_ids: [] },
        },
      }),
  ],
  [
    'as its log shows it',
    (time: number, ids: readonly unknown[]) =>
      `WARNING -> Last polled time saved in state: {'last_polled_time': ${String(time)}, ` +
      `'reset_persistence_auth': '', 'all_events_ids': [${ids.join(', ')}]}`,
  ],
])("a state of Devo's collector %s goes on: nothing is lost, nothing comes again", async (_form, write) => {
  world = await EventsWorld.start({});
  const now = Math.floor(Date.now() / 1000);
  world.threatq.create({ count: 3, at: now - 5_000 });
  const sent = world.threatq.create({ count: 2, at: now - 4_000 });
  const fresh = [
    ...world.threatq.create({ count: 1, at: now - 4_000 }),
    ...world.threatq.create({ count: 2, at: now - 3_000 }),
  ];
  const file = join(world.place.folder, 'devo-state');
  writeFileSync(file, write(now - 4_000 + 0.25, sent));
  await world.place.worker();
  expect(await world.place.verb('state', 'import', file)).toMatchObject({ code: 0 });
  expect(await world.place.verb('start')).toMatchObject({ code: 0 });
  await until('the events that are new', () => world.ids().length >= fresh.length);
  expect(world.ids()).toEqual(fresh);
});

test('up goes on from a state that it is given, once; a state that cannot be read starts nothing', async () => {
  world = await EventsWorld.start({});
  const now = Math.floor(Date.now() / 1000);
  world.threatq.create({ count: 3, at: now - 5_000 });
  const sent = world.threatq.create({ count: 2, at: now - 4_000 });
  const [fresh] = world.threatq.create({ count: 1, at: now - 3_000 });
  const file = join(world.place.folder, 'devo-state.json');

  expect(await world.place.verb('up', '--state', file)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining(`${file} cannot be reached: there is no such file`),
  });
  writeFileSync(file, '[]');
  expect(await world.place.verb('up', '--state', file)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('nor a state of Devo'),
  });

  writeFileSync(file, JSON.stringify({ last_polled_time: now - 4_000 + 0.25, all_events_ids: sent }));
  const first = world.place.begin('up', '--state', file);
  await until('the event that is new', () => world.ids().includes(Number(fresh)));
  first.kill('SIGINT');
  expect(await first.ended).toMatchObject({ code: 0 });
  expect(first.stdout).toContain(`the state of Devo's collector in ${file} was taken over.`);
  expect(first.stdout).toContain('it goes on from the state of the stopped one');

  const [later] = world.threatq.create({ count: 1 });
  const second = world.place.begin('up', '--state', file);
  await until('the event of afterwards', () => world.ids().includes(Number(later)));
  second.kill('SIGINT');
  expect(await second.ended).toMatchObject({ code: 0 });
  expect(second.stdout).toContain(`has a state already, and goes on from it; that in ${file} is not taken`);
  expect(world.ids()).toEqual([fresh, later]);
});

test('a window ends within seconds for a pull, an apply and a stop; nothing is lost or repeated', async () => {
  world = await EventsWorld.start({ request_period_in_seconds: 2 });
  world.threatq.create({ count: 5 });
  await world.place.worker();
  expect(await world.place.verb('start')).toMatchObject({ code: 0 });
  await until('the first events', () => world.sink.received() === 5);

  world.threatq.create({ count: 2 });
  const preview = documentOf(await world.place.verb('preview', '--json'));
  expect(preview.ok).toBe(true);
  expect(documentOf(await world.place.verb('pull', '--json'))).toMatchObject({ ok: true });
  expect(world.sink.received()).toBe(7);

  const config = join(world.place.folder, 'config.yaml');
  const text = (await import('node:fs')).readFileSync(config, 'utf8');
  world.place.write(text.replace('request_period_in_seconds: 2', 'request_period_in_seconds: 3'));
  const begun = Date.now();
  expect(await world.place.verb('apply')).toMatchObject({ code: 0 });
  expect(Date.now() - begun).toBeLessThan(30_000); // a window takes five minutes

  const stopped = Date.now();
  expect(await world.place.verb('stop', '--yes')).toMatchObject({ code: 0 });
  expect(Date.now() - stopped).toBeLessThan(15_000);
  expect(new Set(world.ids()).size).toBe(7);
  expect(world.ids()).toHaveLength(7);
});

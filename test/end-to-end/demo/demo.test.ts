import { afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import axios from 'axios';
import { build, environment, ROOT, startNode } from '../stage/built-program';
import { documentOf } from '../stage/document';
import { listeningAddresses, processesOf } from '../stage/process-table';
import type { RunningProgram } from '../stage/running-program';
import { byKey, LOOKUP } from '../stage/simulated-world';
import { until } from '../stage/until';
import { Workplace } from '../stage/workplace';

jest.setTimeout(120_000);

const places: Workplace[] = [];

beforeAll(build);
afterEach(() => places.splice(0).forEach((place) => place.clear()));

/** An empty folder: whoever starts there gets the demo. */
function emptyFolder(): Workplace {
  const place = new Workplace();
  places.push(place);
  return place;
}

/** What `npm start` runs, in that folder. */
function begin(place: Workplace): RunningProgram {
  return startNode(place.folder, [join(ROOT, 'tools', 'start.mjs')], environment());
}

const PULL_LINE = new RegExp(
  '(\\d\\d:\\d\\d:\\d\\d) {2}ctci/cewl {2}(\\w+): received ([\\d,]+), added ([\\d,]+), changed ([\\d,]+), ' +
    'removed ([\\d,]+), sent ([\\d,]+), took [^,]+, next at \\d\\d:\\d\\d:\\d\\d\\n',
);

/** How much longer than alone things take on this machine just now. */
function crowding(): number {
  return Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
}

/** Where the demo says that its simulators are. */
async function simulators(demo: RunningProgram): Promise<{ ctci: string; devo: string }> {
  const [, ctci = ''] = await demo.said(/^CTCI +(http:\S+)/m);
  const [, devo = ''] = await demo.said(/^Devo +(http:\S+)/m);
  return { ctci, devo };
}

/** Devo's tables that hold events. */
async function tablesOf(devo: string): Promise<{ tag: string; events: number }[]> {
  return (await axios.get<{ tag: string; events: number }[]>(`${devo}/_sim/tables`)).data;
}

/** Right after a start a pull may end that had its list before: the source has served none then. */
async function lookupEqualsList({ ctci, devo }: { ctci: string; devo: string }): Promise<void> {
  await until('the lookup equals the list', async () => {
    const served = await axios.get<Record<string, unknown>[]>(`${ctci}/_sim/last-served`);
    const held = await axios.get<Record<string, unknown>[]>(`${devo}/_sim/lookups/${LOOKUP}/rows`);
    return served.data.length > 0 && isDeepStrictEqual(byKey(held.data), byKey(served.data));
  });
}

test('the demo shows where all runs, delivers four months, stops in order, and goes on where it was', async () => {
  const place = emptyFolder();
  const first = begin(place);
  await first.said(/^Client +/m); // the last line of what runs where
  const up = Date.now();
  const { devo } = await simulators(first);
  await until('events are in tables', async () => (await tablesOf(devo)).length > 0);
  expect(Date.now() - up).toBeLessThan(10_000 * crowding());
  await first.said(PULL_LINE);
  const shown = first.lines.filter((line) => line !== '');
  expect(shown[0]).toMatch(/^Web UI +http:\/\/127\.0\.0\.1:\d+\/namespaces\/default\/workflows$/);
  expect(shown.slice(1, 7).map((line) => line.split(/ +/)[0])).toEqual([
    'Temporal',
    'CTCI',
    'Devo',
    'Worker',
    'Config',
    'Client',
  ]);
  const [, , , ...numbers] = PULL_LINE.exec(first.stdout) ?? [];
  expect(numbers).toEqual(['1,252', '1,252', '0', '0', '1,252']);
  const [, ui = ''] = /Web UI +(\S+)/.exec(first.stdout) ?? [];
  expect((await axios.get<string>(ui)).data).toContain('<!doctype html>');
  const status = documentOf(await place.verb('status', '--json'));
  expect(status).toMatchObject({
    ok: true,
    services: [{ rows: 1252, ui: expect.stringContaining(new URL(ui).origin) }, { service: 'events' }],
  });
  await until(
    'the backlog is in tables',
    async () => (await tablesOf(devo)).reduce((sum, { events }) => sum + events, 0) >= 100,
  );
  const tables = await tablesOf(devo);
  const { data: page } = await axios.get<string>(devo);
  for (const { tag } of tables) {
    expect(tag).toMatch(/^threatintel\.threatquotient\.platform\.[a-z]+$/);
    expect(page).toContain(`<a href="/tables/${tag}">${tag}</a>`);
    expect((await axios.get<string>(`${devo}/tables/${tag}`)).data).toContain('&quot;title&quot;:');
  }

  const listening = listeningAddresses(processesOf(place.folder));
  expect(listening.length).toBeGreaterThanOrEqual(7); // engine with its side ports, Web UI, decoder, CTCI, Devo
  expect(listening.filter((address) => address !== '0100007F')).toEqual([]);

  // As a terminal does it: to the whole group, and once more from npm.
  first.killGroup('SIGINT');
  await first.said(/Stopping \.\.\./);
  first.kill('SIGINT');
  expect(await first.ended).toEqual({ code: 0, signal: null });
  expect(first.stderr).toBe('');
  expect(processesOf(place.folder)).toEqual([]);

  const before = Date.now();
  const second = begin(place);
  await second.said(PULL_LINE);
  expect(Date.now() - before).toBeLessThan(10_000 * crowding());
  const [, , outcome, , , , , sent] = PULL_LINE.exec(second.stdout) ?? [];
  expect(['delivered', 'unchanged']).toContain(outcome);
  expect(Number(sent)).toBeLessThan(50); // not the whole list again
  await lookupEqualsList(await simulators(second));
  second.kill('SIGINT');
  expect(await second.ended).toEqual({ code: 0, signal: null });
  expect(processesOf(place.folder)).toEqual([]);
});

test('two demos at once get ports of their own; a second one in the same folder is refused without harm', async () => {
  const [one, two] = [emptyFolder(), emptyFolder()];
  const demos = [begin(one), begin(two)];
  const worlds = await Promise.all(demos.map(simulators));
  expect(new Set(worlds.flatMap(({ ctci, devo }) => [ctci, devo])).size).toBe(4);
  const third = begin(one);
  expect(await third.ended).toEqual({ code: 1, signal: null });
  expect(third.stderr).toMatch(
    /^EngineError 611: A collector is already up in this folder: process \d+ keeps the engine at 127\.0\.0\.1:\d+\. .+/,
  );
  await Promise.all(demos.map((demo) => demo.said(PULL_LINE)));
  expect(readFileSync(join(one.folder, 'demo', 'config.yaml'), 'utf8')).toContain(worlds[0]!.ctci);
  for (const demo of demos) demo.killGroup('SIGINT');
  const ends = await Promise.all(demos.map(async (demo) => ({ ...(await demo.ended), stderr: demo.stderr })));
  expect(ends).toEqual([
    { code: 0, signal: null, stderr: '' },
    { code: 0, signal: null, stderr: '' },
  ]);
  expect([one, two].flatMap(({ folder }) => processesOf(folder))).toEqual([]);
});

test.each([
  [
    'while Temporal starts',
    (place: Workplace) => processesOf(place.folder).some(({ command }) => command.includes('start-dev')),
  ],
  [
    'while the simulators start',
    (place: Workplace) => processesOf(place.folder).some(({ command }) => command.includes('simulators')),
  ],
  [
    'while the worker starts',
    (place: Workplace) => processesOf(place.folder).some(({ command }) => command.includes('worker')),
  ],
] as const)('an interrupt %s ends it, with nothing left behind', async (_when, reached) => {
  const place = emptyFolder();
  const demo = place.begin('up');
  await until('the moment of the interrupt', () => reached(place));
  demo.kill('SIGINT');
  expect(await demo.ended).toEqual({ code: 0, signal: null });
  expect(demo.stderr).toBe('');
  expect(processesOf(place.folder)).toEqual([]);
});

test('a config.yml beside is mentioned while the demo starts, and so is an unknown level of the log', async () => {
  const place = emptyFolder();
  writeFileSync(join(place.folder, 'config.yml'), 'globals: {}\n');
  const demo = startNode(place.folder, [join(ROOT, 'tools', 'start.mjs')], { ...environment(), LOG_LEVEL: 'verbose' });
  await demo.said(/^There is no config\.yaml, so this is the demo\. config\.yml is not read: rename it, or .*\.$/m);
  await demo.said(PULL_LINE);
  expect(demo.stdout).toMatch(/^LOG_LEVEL is "verbose", which is unknown and passed over/m);
  expect(readFileSync(join(place.folder, 'demo', '.ctci-collector', 'worker.log'), 'utf8')).toContain('LOG_LEVEL is');
  demo.kill('SIGTERM');
  expect((await demo.ended).code).toBe(0);
});

test('taken ports are chosen around', async () => {
  const taken = await Promise.all(
    [7233, 8233, 8234, 8410, 8420].map(async (port) => {
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening').catch(() => undefined); // somebody else has it, which is as good
      return server;
    }),
  );
  const place = emptyFolder();
  const demo = place.begin('up');
  await demo.said(PULL_LINE);
  const [, address] = /^Temporal +(\S+),/m.exec(demo.stdout) ?? [];
  expect(address).not.toBe('127.0.0.1:7233');
  demo.kill('SIGTERM');
  expect(await demo.ended).toEqual({ code: 0, signal: null });
  expect(processesOf(place.folder)).toEqual([]);
  for (const server of taken) server.close();
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { startDevServer } from '../../../engine/server/dev-server';
import { endProcess } from '../../../engine/server/end-process';
import type { DevServerOptions, Engine } from '../../../engine/engine';
import { engineFilePath, readEngineFile, writeEngineFile } from '../../../engine/server/engine-file';
import { answersAsTemporal } from '../../../engine/server/engine-health';
import { findEngine } from '../../../engine/engine-target';
import { isAlive, startTicks } from '../../../engine/server/process-identity';
import { millisecondsOf } from '../../../engine/proto-time';
import { readRetention } from '../../../engine/server/retention';
import { until } from '../pull/stage/until';

jest.setTimeout(60_000);

let folder: string;
let lines: string[];
const engines: Engine[] = [];
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-engine-'));
  lines = [];
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => endQuickly(engine)));
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(more: Partial<DevServerOptions> = {}): Promise<Engine> {
  const engine = await startDevServer({
    cliPath: process.env['TEST_TEMPORAL_CLI'] ?? '',
    folder,
    port: { port: 0 },
    uiPort: { port: 0 },
    log: (line) => lines.push(line),
    ...more,
  });
  engines.push(engine);
  return engine;
}

/** The server's own orderly end takes 1.5 s; what is thrown away needs no order. */
async function endQuickly(engine: Engine): Promise<void> {
  if (isAlive(engine.pid)) process.kill(engine.pid, 'SIGKILL');
  await engine.stop();
}

/** Rewrites engine.json as a start that was killed would have left it. */
async function forgetOwner(): Promise<void> {
  const file = await readEngineFile(folder);
  await writeEngineFile(folder, { ...file!, owner: { pid: 2 ** 22 + 1, start_ticks: '1' } });
}

async function listen(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test.each([
  ['30 days', {}, 30 * 24],
  ['as long as is wished', { retentionMs: 24 * 3600 * 1000 }, 24],
])('closed runs are kept for %s', async (_, wished, hours) => {
  const engine = await start({ uiPort: null, ...wished });
  const connection = await Connection.connect({ address: engine.address });
  try {
    const client = new Client({ connection, namespace: engine.namespace });
    expect(await readRetention(client)).toBe(hours * 3600 * 1000);
  } finally {
    await connection.close();
  }
});

test('a started engine answers, shows its Web UI, and stands in engine.json until it is stopped', async () => {
  const engine = await start();
  expect(await answersAsTemporal(engine.address, 'default', 2_000)).toBe(true);
  expect((await fetch(engine.uiUrl!)).status).toBe(200);
  expect(await readEngineFile(folder)).toMatchObject({
    address: engine.address,
    ui: engine.uiUrl,
    pid: engine.pid,
    owner: { pid: process.pid },
  });

  await engine.stop();
  await engine.stop();
  await engine.ended;
  expect(isAlive(engine.pid)).toBe(false);
  expect(existsSync(engineFilePath(folder))).toBe(false);
});

test.each([
  [
    'a file of another program',
    (file: string) => writeFileSync(file, 'hello\n'.repeat(10_000)),
    641,
    'file is not a database',
  ],
  ['an empty file', (file: string) => writeFileSync(file, ''), 641, 'no such table'],
  ['a folder', (file: string) => mkdirSync(file), 640, 'it cannot be opened'],
] as const)('a database that is %s is told by its path, with what to do', async (_what, make, number, words) => {
  const file = join(folder, 'temporal.db');
  make(file);
  const error: unknown = await start().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ number, message: expect.stringContaining(file) });
  expect(error).toMatchObject({ message: expect.stringContaining(words) });
});

test('a database with damaged pages is told by its path, and one moved aside makes room for a new one', async () => {
  const engine = await start();
  await engine.stop();
  const file = join(folder, 'temporal.db');
  const log = `${file}-wal`;
  const pages = existsSync(log) && statSync(log).size > 0 ? log : file;
  writeFileSync(file, Buffer.concat([readFileSync(file).subarray(0, 4096), Buffer.alloc(200_000, 0xab)]));
  if (pages === log) rmSync(log);
  await expect(start()).rejects.toMatchObject({
    number: 641,
    message: expect.stringContaining(file),
    remedy: expect.stringContaining('move it aside'),
  });
  renameSync(file, `${file}.damaged`);
  for (const neighbour of ['-wal', '-shm']) rmSync(`${file}${neighbour}`, { force: true });
  expect(await answersAsTemporal((await start()).address, 'default', 2_000)).toBe(true);
});

/** Characters that mean something to a shell, to a URI, to SQLite, or to nobody. */
const LEGAL_NAMES = [
  'a#1',
  'b?mode=memory',
  '100%',
  'c%23d',
  'e%zz',
  'with blank',
  'ünïcode 😀',
  'quote\'s "two"',
  'semi;colon & more',
  'new\nline',
  '#',
  '?',
  '%',
  '-dash',
  'file:x',
  ' ',
];

test.each(LEGAL_NAMES)(
  'the database lies in the folder, whatever its name, and nothing lies beside it: %j',
  async (name) => {
    const place = join(folder, name);
    const engine = await start({ folder: place, uiPort: null });
    expect(readdirSync(folder)).toEqual([name]);
    expect(readdirSync(place)).toEqual(expect.arrayContaining(['temporal.db', 'engine.json']));
    await startSleepingWorkflow(engine.address);
    process.kill(engine.pid, 'SIGKILL');
    await engine.ended;
    const second = await start({ folder: place, uiPort: null });
    const connection = await Connection.connect({ address: second.address });
    expect((await new Client({ connection }).workflow.getHandle('survivor').describe()).status.name).toBe('RUNNING');
    await connection.close();
    rmSync(engineFilePath(place));
    const third = await start({ folder: place, uiPort: null }); // finds the one that nobody wrote down
    expect(isAlive(second.pid)).toBe(false);
    expect(third.adopted).toBe(false);
  },
);

test("the engine of another folder is not taken for one's own because it has the usual address", async () => {
  const place = join(folder, 'soc one', '.ctci-collector');
  const engine = await start({ folder: place, uiPort: null });
  const lookup = {
    folder: join(folder, 'soc two', '.ctci-collector'),
    env: { HOME: folder },
    usualAddress: engine.address,
  };
  await expect(findEngine(lookup)).rejects.toMatchObject({ number: 600, message: expect.stringContaining(place) });
  await engine.stop();
  expect(await findEngine(lookup)).toMatchObject({ address: engine.address, source: 'default' });
});

test('folders whose names begin alike have a database each', async () => {
  const [one, two] = await Promise.all([
    start({ folder: join(folder, 'soc#1'), uiPort: null }),
    start({ folder: join(folder, 'soc#2'), uiPort: null }),
  ]);
  await startSleepingWorkflow(one.address);
  await startSleepingWorkflow(two.address);
  expect(readdirSync(folder).sort()).toEqual(['soc#1', 'soc#2']);
});

test('closed runs are kept for 30 days', async () => {
  const { address } = await start();
  const connection = await Connection.connect({ address });
  const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
  await connection.close();
  expect(millisecondsOf(config?.workflowExecutionRetentionTtl)).toBe(30 * 24 * 3_600_000);
});

test('every port of the engine is on loopback', async () => {
  const engine = await start();
  const sockets = listeningSockets(engine.pid);
  expect(sockets.length).toBeGreaterThanOrEqual(4);
  expect(sockets.filter((address) => address !== '0100007F')).toEqual([]);
});

test('what the engine holds survives a restart, which takes moments', async () => {
  const first = await start();
  await startSleepingWorkflow(first.address);
  await first.stop();

  const before = Date.now();
  const second = await start();
  const took = Date.now() - before;
  const connection = await Connection.connect({ address: second.address });
  const found = await new Client({ connection }).workflow.getHandle('survivor').describe();
  await connection.close();
  expect(found.status.name).toBe('RUNNING');
  expect(second.adopted).toBe(false);
  expect(took).toBeLessThan(3_000); // 0.2 s on a quiet machine
});

test('an engine whose starter was killed is taken over at its address, and ended by who took it over', async () => {
  const first = await start();
  await forgetOwner();
  const second = await start();
  expect(second).toMatchObject({ adopted: true, address: first.address, uiUrl: first.uiUrl, pid: first.pid });
  expect((await readEngineFile(folder))?.owner.pid).toBe(process.pid);
  await second.stop();
  await second.ended;
  expect(isAlive(first.pid)).toBe(false);
});

/** A signal is only on its way when it has been sent. Where there is no /proc it cannot be seen, and is quick. */
function standsStill(pid: number): boolean {
  return !existsSync('/proc/self/stat') || /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

test('an engine that does not answer any more is ended and replaced', async () => {
  const first = await start();
  process.kill(first.pid, 'SIGSTOP');
  await until(() => Promise.resolve(standsStill(first.pid)));
  await forgetOwner();
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(isAlive(first.pid)).toBe(false);
  expect(lines.join()).toContain(`process ${first.pid}`);
});

test('an engine that nobody wrote down is ended before another one opens its database', async () => {
  const first = await start();
  rmSync(engineFilePath(folder));
  const second = await start();
  expect(second.pid).not.toBe(first.pid);
  expect(isAlive(first.pid)).toBe(false);
});

test('an engine with another codec endpoint for its Web UI is started anew', async () => {
  const first = await start({ codecEndpoint: 'http://127.0.0.1:1' });
  await forgetOwner();
  const second = await start({ codecEndpoint: 'http://127.0.0.1:2' });
  expect(second.adopted).toBe(false);
  expect(isAlive(first.pid)).toBe(false);
});

test('a torn engine.json, and one that names a stranger, change nothing for the stranger', async () => {
  writeFileSync(engineFilePath(folder), '{"address": "127.0');
  const first = await start();
  const file = (await readEngineFile(folder))!;
  await first.stop();

  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(stranger, 'spawn');
  await writeEngineFile(folder, { ...file, pid: stranger.pid! });
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(isAlive(stranger.pid!)).toBe(true);
  stranger.kill('SIGKILL');
});

test('a copied folder has an engine of its own, and leaves that of the first alone', async () => {
  const first = await start({ folder: join(folder, 'first'), uiPort: null });
  cpSync(join(folder, 'first'), join(folder, 'copy'), { recursive: true });
  const second = await start({ folder: join(folder, 'copy'), uiPort: null });
  expect(second.pid).not.toBe(first.pid);
  expect(second.address).not.toBe(first.address);
  expect(isAlive(first.pid)).toBe(true);
});

test('an engine that another living process keeps is left alone, and the error names that process', async () => {
  const first = await start();
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(other, 'spawn');
  const file = (await readEngineFile(folder))!;

  await writeEngineFile(folder, { ...file, owner: { pid: other.pid!, start_ticks: startTicks(other.pid!) } });
  await expect(start()).rejects.toMatchObject({
    id: 'already_up',
    message: expect.stringContaining(String(other.pid)),
  });
  expect(isAlive(first.pid)).toBe(true);
  other.kill('SIGKILL');
});

test('a taken port is chosen around, unless it was asked for by name', async () => {
  const taken = await listen();
  const engine = await start({ port: { port: taken }, uiPort: null });
  expect(engine.address).not.toBe(`127.0.0.1:${taken}`);
  await engine.stop();
  await expect(start({ port: { port: taken, setting: '--port' } })).rejects.toMatchObject({
    id: 'port_taken',
    setting: '--port',
    message: expect.stringContaining(`127.0.0.1:${taken}`),
  });
});

test('a server that dies while it starts is a clear error with its last words', async () => {
  const dying = join(folder, 'dying');
  writeFileSync(dying, '#!/bin/sh\necho "database is malformed" >&2\nexit 3\n', { mode: 0o755 });
  await expect(start({ cliPath: dying })).rejects.toMatchObject({
    id: 'engine_unreachable',
    message: expect.stringContaining('database is malformed'),
  });
  await expect(start({ cliPath: join(folder, 'absent') })).rejects.toMatchObject({ id: 'cli_missing' });
});

test('the engine sees no secret of the environment', async () => {
  process.env['CTCI_API_TOKEN'] = 'canary-in-the-environment';
  const engine = await start({ uiPort: null });
  delete process.env['CTCI_API_TOKEN'];
  expect(readFileSync(`/proc/${engine.pid}/environ`, 'utf8')).not.toContain('canary');
});

test('a process is ended even when it ignores the request to end', async () => {
  const stubborn = spawn(process.execPath, [
    '-e',
    'process.on("SIGTERM", () => {}); console.log("ready"); setInterval(() => {}, 1000)',
  ]);
  await once(stubborn.stdout, 'data');
  await endProcess(stubborn.pid!, 200);
  expect(isAlive(stubborn.pid!)).toBe(false);
});

async function startSleepingWorkflow(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  await new Client({ connection }).workflow.start('nobodyRunsThis', { workflowId: 'survivor', taskQueue: 'nobody' });
  await connection.close();
}

/** Local addresses (hex, as /proc/net/tcp has them) on which the process listens. */
function listeningSockets(pid: number): string[] {
  const inodes = socketInodes(pid);
  const LISTEN = '0A';
  return ['tcp', 'tcp6']
    .flatMap((table) => readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTEN && inodes.has(fields[9]!))
    .map((fields) => fields[1]!.split(':')[0]!);
}

function socketInodes(pid: number): Set<string> {
  const links = readdirSync(`/proc/${pid}/fd`).map((name) => readlinkSync(`/proc/${pid}/fd/${name}`));
  return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

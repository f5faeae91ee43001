import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CollectorError } from '../../errors/collector-error';
import { connectEngine } from '../../engine/connection';
import { readEngineFile, writeEngineFile } from '../../engine/server/engine-file';
import { startTicks } from '../../engine/server/process-identity';
import { findEngine, isEngineGiven } from '../../engine/engine-target';

const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
/** A home without a shared settings file of Temporal. */
let home: string;
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ctci-home-'));
  env = { HOME: home, XDG_CONFIG_HOME: home };
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

async function writeFolder(at: string): Promise<string> {
  await writeEngineFile(home, {
    address: at,
    ui: 'http://127.0.0.1:8233',
    pid: process.pid,
    started_at: '2025-01-01T00:00:00Z',
    namespace: 'default',
    database: join(home, 'temporal.db'),
    codec_endpoint: null,
    owner: { pid: process.pid, start_ticks: null },
    start_ticks: startTicks(process.pid),
  });
  return home;
}

test('the address of the environment comes first, then the engine of the folder, then the usual one', async () => {
  const folder = await writeFolder('127.0.0.1:4001');
  expect(await findEngine({ folder, env: { ...env, TEMPORAL_ADDRESS: 'temporal.example:7233' } })).toMatchObject({
    address: 'temporal.example:7233',
    source: 'environment',
    uiUrl: null,
  });
  expect(await findEngine({ folder, env })).toMatchObject({
    address: '127.0.0.1:4001',
    source: 'engine-file',
    uiUrl: 'http://127.0.0.1:8233',
  });
  const nobody = '127.0.0.1:1'; // at the usual address there may be an engine of somebody else
  expect(await findEngine({ folder: join(home, 'absent'), env, usualAddress: nobody })).toMatchObject({
    address: nobody,
    source: 'default',
  });
  expect(await findEngine({ folder, env: { ...env, TEMPORAL_ADDRESS: '' } })).toMatchObject({ source: 'engine-file' });
});

test('namespace, API key and TLS come from the environment, and a key turns TLS on', async () => {
  const target = await findEngine({
    env: { ...env, TEMPORAL_ADDRESS: 'cloud.example:7233', TEMPORAL_NAMESPACE: 'soc', TEMPORAL_API_KEY: 'canary-key' },
  });
  expect(target).toMatchObject({
    namespace: 'soc',
    options: { address: 'cloud.example:7233', apiKey: 'canary-key', tls: true },
  });
});

test.each(['two\nlines', 'with \u2013 dash', '"quoted"', 'zero\u200bwidth'])(
  'the key %j, which no header can carry, is refused by the name of its variable',
  async (key) => {
    const settings = { ...env, TEMPORAL_ADDRESS: 'cloud.example:7233', TEMPORAL_API_KEY: key };
    await expect(findEngine({ env: settings })).rejects.toMatchObject({
      id: 'token_form',
      setting: 'TEMPORAL_API_KEY',
    });
  },
);

test('key and TLS of the environment do not reach the engine of the folder, which has neither', async () => {
  const folder = await writeFolder(address);
  const { target, connection } = await connectEngine({ folder, env: { ...env, TEMPORAL_API_KEY: 'canary-key' } });
  await connection.close();
  expect(target.options).toEqual({ address });
});

test('a profile asked for by name gives the address; the default one only when there is no engine here', async () => {
  const file = join(home, 'temporal.toml');
  writeFileSync(
    file,
    '[profile.default]\naddress = "default.example:7233"\n[profile.soc]\naddress = ' +
      '"soc.example:7233"\nnamespace = "soc"\n',
  );
  const settings = { ...env, TEMPORAL_CONFIG_FILE: file };
  const folder = await writeFolder('127.0.0.1:4001');
  expect(await findEngine({ folder, env: { ...settings, TEMPORAL_PROFILE: 'soc' } })).toMatchObject({
    address: 'soc.example:7233',
    namespace: 'soc',
  });
  expect(await findEngine({ folder, env: settings })).toMatchObject({ address: '127.0.0.1:4001' });
  expect(await findEngine({ env: settings })).toMatchObject({ address: 'default.example:7233' });
  expect(isEngineGiven(settings)).toBe(false);
  expect(isEngineGiven({ ...settings, TEMPORAL_PROFILE: 'soc' })).toBe(true);
  expect(isEngineGiven({ ...env, TEMPORAL_ADDRESS: 'x:1' })).toBe(true);
});

test('a certificate file that cannot be read is an error of the settings, not a crash', async () => {
  const settings = {
    ...env,
    TEMPORAL_ADDRESS: 'x:1',
    TEMPORAL_TLS_CLIENT_CERT_PATH: join(home, 'absent.pem'),
    TEMPORAL_TLS_CLIENT_KEY_PATH: join(home, 'absent.pem'),
  };
  await expect(findEngine({ env: settings })).rejects.toMatchObject({
    id: 'engine_unreachable',
    message: expect.stringContaining('absent.pem'),
  });
});

test('the running engine is reached', async () => {
  const { connection, target } = await connectEngine({ env: { ...env, TEMPORAL_ADDRESS: address } });
  const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace: target.namespace });
  await connection.close();
  expect(namespaceInfo?.name).toBe('default');
});

test('a port where nothing listens is named at once, with who named it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  server.close();
  await once(server, 'close');

  const before = Date.now();
  const error = await connectEngine({ env: { ...env, TEMPORAL_ADDRESS: `127.0.0.1:${port}` } }).catch(
    (thrown: unknown) => thrown,
  );
  expect(Date.now() - before).toBeLessThan(2_000);
  expect(error).toBeInstanceOf(CollectorError);
  expect(error).toMatchObject({
    id: 'engine_unreachable',
    setting: 'TEMPORAL_ADDRESS',
    message: expect.stringContaining(`127.0.0.1:${port}`),
  });
});

test('a server that accepts and stays silent is given up in time', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const before = Date.now();
  const attempt = connectEngine({ env: { ...env, TEMPORAL_ADDRESS: `127.0.0.1:${port}` }, timeoutMs: 700 });
  await expect(attempt).rejects.toMatchObject({
    id: 'engine_unreachable',
    message: expect.stringContaining('no answer within 0.7 s'),
  });
  expect(Date.now() - before).toBeLessThan(3_000);
  for (const socket of sockets) socket.destroy();
  server.close();
});

test('an engine.json whose engine has ended is told, and who has its port now is not talked to', async () => {
  const folder = await writeFolder(address);
  const file = (await readEngineFile(folder))!;
  for (const stale of [
    { ...file, pid: 2 ** 22 + 1 },
    { ...file, start_ticks: '1' },
    { ...file, start_ticks: null },
  ]) {
    await writeEngineFile(folder, stale);
    await expect(connectEngine({ folder, env })).rejects.toMatchObject({
      id: 'engine_unreachable',
      setting: null,
      message: expect.stringMatching(/engine\.json names process \d+ at .*has ended/),
    });
  }
  // the file is of no interest then
  const given = await connectEngine({ folder, env: { ...env, TEMPORAL_ADDRESS: address } });
  await given.connection.close();
});

test('an engine.json that came along with a copied folder names the folder whose engine it is', async () => {
  const folder = await writeFolder(address);
  const copy = join(home, 'copy');
  await writeEngineFile(copy, (await readEngineFile(folder))!);
  await expect(connectEngine({ folder: copy, env })).rejects.toMatchObject({
    id: 'engine_unreachable',
    message: expect.stringContaining(`the engine of ${home}`),
  });
});

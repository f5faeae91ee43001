import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { build } from '../stage/built-program';
import type { RunningProgram } from '../stage/running-program';
import { CTCI_TOKEN, madeUpList, startWorld, type SimulatedWorld } from '../stage/simulated-world';
import { Workplace } from '../stage/workplace';

jest.setTimeout(240_000);

const CANARY = 'canary-of-the-list';
const SIGNAL = 'canary-of-a-signal';
const PERIOD_SECONDS = 3_600;

let world: SimulatedWorld;
let place: Workplace;
let up: RunningProgram;
/** The run that delivered first. */
let firstRun: string;

function key(file: string): string {
  const text = randomBytes(32).toString('base64');
  writeFileSync(join(place.folder, file), `${text}\n`, { mode: 0o600 });
  return text;
}

function edit(change: (config: { globals: Record<string, unknown> } & Record<string, unknown>) => void): void {
  const config = parse(readFileSync(place.configFile, 'utf8')) as { globals: Record<string, unknown> };
  change(config);
  place.write(stringify(config));
}

beforeAll(async () => {
  await build();
  world = await startWorld();
  world.ctci.serve({ rows: madeUpList(30, CANARY) });
  place = new Workplace();
  key('key-1');
  writeFileSync(join(place.folder, 'token'), CTCI_TOKEN, { mode: 0o600 });
  place.configure(world, {
    globals: { encryption: { keys: [{ id: 'first', key_file: 'key-1' }] } },
    service: { request_period_in_seconds: PERIOD_SECONDS },
    input: { credentials: { api_token_file: 'token' } },
  });
  up = place.begin('up');
  await up.said(/ctci\/cewl {2}delivered: received/);
});

afterAll(async () => {
  place.clear();
  await world.close();
});

test('every verb works on encrypted histories', async () => {
  const { services } = JSON.parse((await place.verb('status', '--json')).stdout) as {
    services: { last_pull: { run_id: string } }[];
  };
  firstRun = services[0]?.last_pull.run_id ?? '';
  expect(await place.verb('diff', firstRun)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('CVE-2031-10029'),
  });
  expect(await place.verb('status')).toMatchObject({ code: 0 });
  const history = await place.verb('history');
  expect(history).toMatchObject({ code: 0, stdout: expect.stringContaining('delivered') });
  expect(await place.verb('preview')).toMatchObject({ code: 0 });
  expect(await place.verb('verify')).toMatchObject({ code: 0 });
  expect(await place.verb('check')).toMatchObject({ code: 0 });
  expect(await place.verb('reset', SIGNAL)).toMatchObject({ code: 0 });
  expect(await place.verb('pull')).toMatchObject({ code: 0 });
});

test('a client without the key exits 1 and names the key and the run, and starts nothing anew', async () => {
  const other = join(place.folder, 'other.yaml');
  writeFileSync(other, readFileSync(place.configFile, 'utf8').replace(/ {2}encryption:\n(?: {4}.*\n)+/, ''));
  const status = await place.verb('status', '--config', other);
  expect(status.code).toBe(1);
  expect(status.stdout).toMatch(/630/);
  expect(status.stdout.replace(/\s+/g, ' ')).toMatch(/key id "first"/);
  const applied = await place.verb('apply', '--config', other);
  expect(`${applied.stdout}${applied.stderr}`).not.toContain('everything will be delivered');
  const history = await place.verb('history', '--config', other);
  expect(history.code).toBe(1);
  expect(history.stdout.replace(/\s+/g, ' ')).toMatch(/pulls did cannot be read: EngineError 630.*key id "first"/);
  expect(history.stdout).not.toContain('no pull yet');
});

test('the Web UI is told of an endpoint that decrypts for it, and for no stranger', async () => {
  const ui = (await up.said(/Web UI\s+(http:\/\/[^/\s]+)/))[1] ?? '';
  const settings = (await (await fetch(`${ui}/api/v1/settings`)).json()) as { Codec: { Endpoint: string } };
  const endpoint = settings.Codec.Endpoint;
  const { address } = JSON.parse(readFileSync(join(place.folder, '.ctci-collector', 'engine.json'), 'utf8')) as {
    address: string;
  };
  expect(address).toMatch(/^127\.0\.0\.1:/);
  const events = await fetch(
    `${ui}/api/v1/namespaces/default/workflows/${place.workflowId}/history?maximumPageSize=1`,
  ).then((answer) => answer.json() as Promise<{ history: { events: Record<string, unknown>[] } }>);
  const started = events.history.events[0]?.['workflowExecutionStartedEventAttributes'] as {
    input: { payloads: { metadata: { encoding: string } }[] };
  };
  expect(Buffer.from(started.input.payloads[0]?.metadata.encoding ?? '', 'base64').toString()).toBe('binary/encrypted');
  const body = JSON.stringify({ payloads: started.input.payloads });
  const ask = (url: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/decode`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  const decoded = (await (await ask(endpoint)).json()) as { payloads: { data: string }[] };
  expect(JSON.parse(Buffer.from(decoded.payloads[0]?.data ?? '', 'base64').toString())).toMatchObject({
    input: 'ctci',
    service: 'cewl',
  });
  const stranger = await ask(new URL(endpoint).origin);
  expect(stranger.status).toBe(401);
  expect(await stranger.json()).toMatchObject({ error: { number: 632 } });
});

test('a bad edit is told and changes nothing; a new key is taken up, and an edited period, while up runs', async () => {
  const from = up.stdout.length;
  const good = readFileSync(place.configFile, 'utf8');
  place.write(good.replace('request_period_in_seconds', 'request_period_in_secnds'));
  await up.said(/was edited and cannot be used; the one that was in use goes on/, from);
  expect(await place.verb('status')).toMatchObject({ code: 2 });

  const fresh = key('key-2');
  place.write(good.replace(`request_period_in_seconds: ${PERIOD_SECONDS}`, 'request_period_in_seconds: 7200'));
  edit((config) => {
    config.globals['encryption'] = {
      keys: [
        { id: 'second', key_file: 'key-2' },
        { id: 'first', key_file: 'key-1' },
      ],
    };
  });
  await up.said(/restarted with @every 7200s/, from);
  expect(await place.verb('pull')).toMatchObject({ code: 0 });
  expect(place.workerLog).toContain('is in use: ctci/cewl is pulled by its new settings');
  expect(place.workerLog).not.toContain(fresh);
});

test('a run that only a lost key could read is told with the id of the key, and its own', async () => {
  const other = join(place.folder, 'second-only.yaml');
  const config = readFileSync(place.configFile, 'utf8');
  writeFileSync(other, config.replace(/ {6}- id: first\n {8}key_file: key-1\n/, ''));
  expect(readFileSync(other, 'utf8')).not.toContain('key-1');
  const { code, stdout, stderr } = await place.verb('diff', firstRun, '--config', other);
  expect(stdout).not.toContain('CVE-2031-10029');
  expect(stderr.replace(/\s+/g, ' ')).toMatch(
    /EngineError 630.*key id "first"; the configured ones are second, in run [0-9a-f-]{36}/,
  );
  expect(code).toBe(1);
});

test('a token that was renewed in its file is used by the next pull, without a restart', async () => {
  writeFileSync(join(place.folder, 'token'), 'not-the-token-any-more', { mode: 0o600 });
  expect(await place.verb('pull')).toMatchObject({ code: 1 });
  writeFileSync(join(place.folder, 'token'), CTCI_TOKEN, { mode: 0o600 });
  expect(await place.verb('pull')).toMatchObject({ code: 0 });
  expect(place.workerLog).not.toContain('not-the-token-any-more');
});

test("nothing of a list, a signal or a failure is in clear in the engine's database", async () => {
  up.kill('SIGTERM');
  await up.ended;
  const folder = join(place.folder, '.ctci-collector');
  const files = readdirSync(folder).filter((name) => name.startsWith('temporal.db'));
  expect(files.length).toBeGreaterThan(0);
  const found: string[] = [];
  for (const name of files) {
    const bytes = readFileSync(join(folder, name));
    for (const text of [CANARY, SIGNAL, 'CVE-2031-10000', 'CTCI refused the credentials', 'last_polled_time'])
      if (bytes.includes(text)) found.push(`${name}: ${text}`);
  }
  expect(found).toEqual([]);
});

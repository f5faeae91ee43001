import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { collectorParts } from '../../../worker/assembly/collector-parts';
import { noMetrics } from '../no-metrics';
import { ConfigInUse } from '../../../worker/configuration/config-in-use';
import { EditWatch } from '../../../config/edit-watch';
import { takeEdit } from '../../../worker/configuration/take-edit';
import { createLogger } from '../../../worker/log/logger';
import { SenderStatistics } from '../../../worker/sender-statistics';

let folder: string;
let server: Server;
/** The token that the API takes, and those that it was asked with. */
let valid: string;
let asked: string[];
let parts: ReturnType<typeof collectorParts> | undefined;
let log: PassThrough;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-in-use-'));
  asked = [];
  valid = 'the-first-token';
  server = createServer((request, response) => {
    const token = String(request.headers['x-api-key']);
    asked.push(token);
    response.writeHead(token === valid ? 200 : 401, { 'content-type': 'application/json' });
    response.end(token === valid ? '[{"cve":"CVE-2024-1","vendor":"acme"}]' : '{"message":"no"}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  write('token_a', 'the-first-token\n');
  write('token_b', 'another-token-b\n');
  write('config.yaml', yaml());
});

afterEach(() => {
  parts?.close();
  parts = undefined;
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text, { mode: 0o600 });
}

function yaml(limitOfA = 20, more: object = {}): string {
  const { port } = server.address() as AddressInfo;
  const input = (token: string, limit: number) => ({
    type: 'ctci',
    api_base_url: `http://127.0.0.1:${port}`,
    credentials: { api_token_file: token },
    services: { cewl: { shrink_limit_percent: limit, outputs: ['out'] } },
  });
  return stringify({
    globals: { id: '1', name: 'in_use', ...more },
    inputs: { a: input('token_a', limitOfA), b: input('token_b', 20) },
    outputs: { out: { type: 'console', config: {} } },
  });
}

function start() {
  const config = new ConfigInUse(join(folder, 'config.yaml'), {});
  log = new PassThrough();
  const logger = createLogger({ level: 'info', format: 'json', color: false }, config.redact, log);
  const made = collectorParts(config, logger, new SenderStatistics(new Date()), noMetrics());
  parts = made;
  return { config, logger, parts: made };
}

function logged(): string {
  return String(log.read() ?? '');
}

const A = { input: 'a', service: 'cewl' };
const B = { input: 'b', service: 'cewl' };
const USED = { add: () => undefined };

function fetchList(begunBy?: string) {
  const { source } = parts!.service('a', 'cewl', begunBy);
  return source.fetchList({ digest: null }, new AbortController().signal, () => USED);
}

test('a token that was renewed in its file is sent at the next pull, masked, and changes no fingerprint', async () => {
  const { config, parts } = start();
  const before = [parts.fingerprint(A), parts.fingerprint(B)];
  const ofB = parts.service('b', 'cewl');
  await fetchList();
  valid = 'the-second-token';
  write('token_a', 'the-second-token\n');
  await fetchList();
  expect(asked).toEqual(['the-first-token', 'the-second-token']);
  expect([parts.fingerprint(A), parts.fingerprint(B)]).toEqual(before);
  expect(parts.service('b', 'cewl')).toBe(ofB); // with its connections
  const text = 'sent the-second-token after the-first-token';
  expect(config.redact(text)).toBe('sent [redacted] after [redacted]');
});

test('a refusal is tried once more when the secret was renewed meanwhile, and never when it was not', async () => {
  start();
  const { source } = parts!.service('a', 'cewl'); // a step has it in hand
  const fetchNow = () => source.fetchList({ digest: null }, new AbortController().signal, () => USED);
  valid = 'the-second-token';
  await expect(fetchNow()).rejects.toMatchObject({ number: 401, retryable: false });
  write('token_a', 'the-second-token\n');
  await expect(fetchNow()).rejects.toMatchObject({ number: 401, retryable: true, retryAfterMs: 1 });
  await fetchList(); // the next attempt
  valid = 'a-third-token';
  await expect(fetchList()).rejects.toMatchObject({ number: 401, retryable: false });
  expect(asked).toEqual(['the-first-token', 'the-first-token', 'the-second-token', 'the-second-token']);
});

test('a secret that cannot be used is the fault of its own services, named, until it can be again', () => {
  const { parts } = start();
  write('token_a', '');
  write('token_b', 'fresh-token-of-b');
  expect(() => parts.service('a', 'cewl')).toThrow(
    expect.objectContaining({ number: 27, setting: 'inputs.a.credentials.api_token_file' }),
  );
  expect(() => parts.service('b', 'cewl')).not.toThrow();
  write('token_a', 'with a \u2013 dash');
  expect(() => parts.service('a', 'cewl')).toThrow(
    expect.objectContaining({ message: expect.stringContaining('dash') }),
  );
  rmSync(join(folder, 'token_a'));
  expect(() => parts.service('a', 'cewl')).toThrow(
    expect.objectContaining({ message: expect.stringContaining('no such file') }),
  );
  write('token_a', 'mended-token');
  expect(() => parts.service('a', 'cewl')).not.toThrow();
});

test("an edit of one service's settings is another fingerprint for it alone; a pull goes on with the old", () => {
  const { config, logger, parts } = start();
  const [a, b] = [parts.fingerprint(A) ?? '', parts.fingerprint(B) ?? ''];
  const ofB = parts.service('b', 'cewl');
  write('config.yaml', yaml(55));
  takeEdit(config, 'a test', logger, () => undefined);
  expect(parts.fingerprint(A)).not.toBe(a);
  expect(parts.fingerprint(B)).toBe(b);
  expect(parts.service('b', 'cewl')).toBe(ofB);
  expect(parts.service('a', 'cewl').shrinkLimitPercent).toBe(55);
  expect(parts.remembers?.({ ...A, config: a })).toBe(true);
  expect(parts.service('a', 'cewl', a).shrinkLimitPercent).toBe(20);
  expect(parts.remembers?.({ ...A, config: 'f'.repeat(64) })).toBe(false);
  expect(logged()).toContain('a/cewl is pulled by its new settings from the next pull on');
});

test('a bad edit leaves the old configuration in use and says what is wrong with it, without a secret', () => {
  const { config, logger, parts } = start();
  for (const [text, words] of [
    [yaml().replace('shrink_limit_percent: 20', 'shrink_limit_percent: many'), 'shrink_limit_percent'],
    ['globals: [', 'cannot be used'],
    [yaml().replace('name: in_use', 'name: other'), 'wants a worker of its own'],
    [yaml().replace('token_a', 'nowhere'), 'api_token_file'],
  ] as const) {
    write('config.yaml', text);
    takeEdit(config, 'a test', logger, () => {
      throw new Error('it was taken');
    });
    const line = logged();
    expect(line).toContain(words);
    expect(line).toContain('the one that was in use goes on');
    expect(line).not.toContain('the-first-token');
    expect(parts.service('a', 'cewl').shrinkLimitPercent).toBe(20);
    expect(config.loaded.taskQueue).toBe('ctci-collector-in_use-1');
  }
  valid = 'renewed-meanwhile';
  write('token_a', valid);
  parts.service('a', 'cewl'); // the file of the configuration is still bad
  expect(config.redact('renewed-meanwhile')).toBe('[redacted]');
});

test('what counts only at a start is told, and so is a service that comes or goes', () => {
  const { config, logger } = start();
  write('config.yaml', yaml(20, { health: { address: '127.0.0.1:9465' } }).replace(/^ {2}b:/m, '  c:'));
  takeEdit(config, 'SIGHUP', logger, () => undefined);
  const words = logged();
  expect(words).toContain('(SIGHUP)');
  expect(words).toContain('globals.health has changed: that counts when the worker is started again');
  expect(words).toContain('c/cewl is new');
  expect(words).toContain('b/cewl is not in it any more');
});

test('an edit counts when its text has stayed for two looks, once', () => {
  const file = join(folder, 'config.yaml');
  const watch = new EditWatch(file);
  expect(watch.look()).toBe(false);
  const whole = readFileSync(file, 'utf8');
  write('config.yaml', `${whole}# edi`);
  expect(watch.look()).toBe(false);
  write('config.yaml', `${whole}# edited`);
  expect(watch.look()).toBe(false);
  expect([watch.look(), watch.look()]).toEqual([true, false]);
  rmSync(file);
  expect([watch.look(), watch.look()]).toEqual([false, false]);
});

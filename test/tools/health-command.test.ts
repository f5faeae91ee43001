import { createServer, type Server } from 'node:http';
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ROOT } from './deployment';
import { runNode } from './run-module';

/** As deploy/collector/config.yaml has it. */
const ADDRESS = '127.0.0.1:9465';

let server: Server;
let folder: string;
let command: string;
let asked: string[];
let status: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-health-'));
  asked = [];
  status = 200;
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status).end('{"ready":true}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  command = join(folder, 'ctci-collector-health');
  const source = readFileSync(join(ROOT, 'deploy', 'ctci-collector-health'), 'utf8');
  expect(source).toContain(ADDRESS);
  writeFileSync(command, source.replaceAll(ADDRESS, `127.0.0.1:${port}`));
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

test('a worker that says that it is well is healthy, and what it says is shown', async () => {
  expect(await runNode([command, 'readyz'])).toEqual({ code: 0, stdout: '{"ready":true}', stderr: '' });
  expect(asked).toEqual(['/readyz']);
});

test('without a word it is asked whether it lives', async () => {
  expect(await runNode([command])).toMatchObject({ code: 0 });
  expect(asked).toEqual(['/healthz']);
});

test('every other answer, and none, is not healthy', async () => {
  status = 503;
  expect(await runNode([command, 'readyz'])).toEqual({
    code: 1,
    stdout: '{"ready":true}',
    stderr: 'answered with 503\n',
  });
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  expect(await runNode([command, 'readyz'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('ECONNREFUSED'),
  });
});

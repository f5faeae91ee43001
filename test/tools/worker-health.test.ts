import { rmSync, mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ROOT } from './deployment';
import { runNode } from './run-module';

let server: Server;
let address: string;
let folder: string;
let answer: { status: number; body: string };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-health-'));
  server = createServer((request, response) =>
    response.writeHead(request.url === '/metrics' ? answer.status : 404).end(answer.body),
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const bound = server.address();
  address = `127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const check = (): ReturnType<typeof runNode> =>
  runNode([join(ROOT, 'deploy', 'worker-health.mjs'), address], { TMPDIR: folder });

/** Metrics as Temporal's core writes them. */
function metrics(numbers: { workflow?: number; activity?: number; polls: number; failed: number }): {
  status: number;
  body: string;
} {
  const labels = 'namespace="default",service_name="temporal-core-sdk",task_queue="q"';
  const { workflow = 2, activity = 10, polls, failed } = numbers;
  const lines = [
    '# HELP temporal_num_pollers Current number of active pollers per queue type',
    '# TYPE temporal_num_pollers gauge',
    `temporal_num_pollers{namespace="default",poller_type="activity_task",task_queue="q"} ${activity}`,
    `temporal_num_pollers{namespace="default",poller_type="sticky_workflow_task",task_queue="q"} 8`,
    `temporal_num_pollers{namespace="default",poller_type="workflow_task",task_queue="q"} ${workflow}`,
    `temporal_long_request{${labels},operation="PollWorkflowTaskQueue"} ${polls}`,
    ...(failed > 0
      ? [
          `temporal_long_request_failure{${labels},operation="PollWorkflowTaskQueue",status_code="TRANSPORT_ERROR"} ${failed}`,
        ]
      : []),
  ];
  return { status: 200, body: `${lines.join('\n')}\n` };
}

test('a worker that polls is healthy, also when it has nothing to do', async () => {
  answer = metrics({ polls: 0, failed: 0 });
  expect(await check()).toMatchObject({ code: 0, stderr: '' });
  expect(await check()).toMatchObject({ code: 0 });
});

test('a worker is not healthy while nobody polls for workflows, or for activities', async () => {
  answer = metrics({ workflow: 0, polls: 5, failed: 0 });
  expect(await check()).toMatchObject({ code: 1, stderr: expect.stringContaining('nobody polls for a workflow_task') });
  answer = metrics({ activity: 0, polls: 5, failed: 0 });
  expect(await check()).toMatchObject({ code: 1, stderr: expect.stringContaining('nobody polls for a activity_task') });
});

test('a worker whose polls all fail since the last check is not healthy, and is again when one gets through', async () => {
  answer = metrics({ polls: 100, failed: 0 });
  expect(await check()).toMatchObject({ code: 0 });
  answer = metrics({ polls: 120, failed: 20 });
  expect(await check()).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('none of 20 polls reached Temporal'),
  });
  answer = metrics({ polls: 130, failed: 29 });
  expect(await check()).toMatchObject({ code: 0 });
});

test('a worker that began anew is judged by its own counts, not by those of the one before', async () => {
  answer = metrics({ polls: 500, failed: 400 });
  expect(await check()).toMatchObject({ code: 0 });
  answer = metrics({ polls: 20, failed: 20 });
  expect(await check()).toMatchObject({ code: 1 });
  answer = metrics({ polls: 21, failed: 20 });
  expect(await check()).toMatchObject({ code: 0 });
});

test('no answer, and an answer that is none, are not healthy', async () => {
  answer = { status: 500, body: '' };
  expect(await check()).toMatchObject({ code: 1, stderr: expect.stringContaining('500') });
  answer = { status: 200, body: 'hello' };
  expect(await check()).toMatchObject({ code: 1, stderr: expect.stringContaining('nobody polls') });
  server.closeAllConnections();
  server.close();
  expect(await check()).toMatchObject({ code: 1, stderr: expect.stringContaining('ECONNREFUSED') });
});

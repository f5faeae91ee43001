import { ApplicationFailure, activityInfo, heartbeat, type Context } from '@temporalio/activity';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type ActivityInboundCallsInterceptor,
} from '@temporalio/worker';
import { stepSignal } from '../../../activities/attempt/step-signal';
import type { Receipts } from '../../../domain/changes/receipt';
import { isWaitedFor } from '../../../worker/turns/is-waited-for';
import { StepTurns } from '../../../worker/turns/step-turns';
import type { ProbeLimits } from './sending-probe';

jest.setTimeout(90_000);

const MINUTE = 60_000;
const HEARTBEAT_MS = 3_000;
const LIMITS: ProbeLimits = { start: MINUTE, whole: MINUTE, heartbeat: HEARTBEAT_MS, attempts: 10 };

type Interceptor = (context: Context) => { inbound: ActivityInboundCallsInterceptor };

const address = (): string => process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
let code: string;
let native: NativeConnection;
let client: Client;

beforeAll(async () => {
  const logger = new DefaultLogger('ERROR', () => undefined);
  Runtime.install({ logger });
  ({ code } = await bundleWorkflowCode({ workflowsPath: require.resolve('./sending-probe'), logger }));
  native = await NativeConnection.connect({ address: address() });
  client = new Client({ connection: await Connection.connect({ address: address() }) });
});

afterAll(async () => {
  await native.close();
  await client.connection.close();
});

/** Plays one step that delivers, in a worker that takes turns as the real one does. */
async function play(sendToDevo: () => Promise<Receipts>, before: readonly Interceptor[] = []): Promise<Receipts> {
  const taskQueue = `turns-${randomUUID()}`;
  const turns = new StepTurns({ isWaitedFor: (info) => isWaitedFor(client, info) });
  const worker = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: { code },
    activities: { sendToDevo },
    interceptors: { activity: [...before, turns.interceptor] },
  });
  return worker.runUntil(
    client.workflow.execute<(given: ProbeLimits) => Promise<Receipts>>('sendingProbe', {
      workflowId: taskQueue,
      taskQueue,
      args: [LIMITS],
    }),
  );
}

test('an attempt that the engine misses has ended before the next begins in the same worker', async () => {
  const happened: string[] = [];
  await play(async () => {
    const { attempt } = activityInfo();
    happened.push(`${attempt} begins`);
    if (attempt > 1) return {};
    const signal = stepSignal();
    if (!signal.aborted) await once(signal, 'abort');
    await wait(100); // what is under way has to be brought to an end
    happened.push(`${attempt} ends`);
    throw new Error('called off');
  });
  expect(happened).toEqual(['1 begins', '1 ends', '2 begins']);
});

test('an attempt that reaches a worker when a later one has the step does nothing, and disturbs nobody', async () => {
  const moments = new EventEmitter();
  const later = once(moments, 'later');
  const first = once(moments, 'first');
  const begun: number[] = [];
  let fate: unknown;
  let isDisturbed = true;
  /** As a process that stood still: what it was given it takes up when the engine has long gone on. */
  const stoodStill: Interceptor = (context) => ({
    inbound: {
      async execute(input, next) {
        if (context.info.attempt > 1) return next(input);
        await later;
        const ended = next(input);
        ended.then(
          () => moments.emit('first', 'it was done'),
          (error: unknown) => moments.emit('first', error),
        );
        return ended;
      },
    },
  });
  await play(async () => {
    const { attempt } = activityInfo();
    begun.push(attempt);
    if (attempt === 1) return {};
    const alive = setInterval(() => heartbeat(), HEARTBEAT_MS / 10);
    moments.emit('later');
    [fate] = (await first) as [unknown];
    clearInterval(alive);
    isDisturbed = stepSignal().aborted;
    return {};
  }, [stoodStill]);
  expect(begun).not.toContain(1);
  expect(fate).toBeInstanceOf(ApplicationFailure);
  expect(fate).toMatchObject({ type: 'StepGivenAway', nonRetryable: false });
  expect(isDisturbed).toBe(false);
});

test('an engine that cannot be asked takes the step from nobody', async () => {
  const unreachable = {
    withDeadline: () => Promise.reject(new Error('away')),
    workflowService: client.workflowService,
  };
  const step = { workflowExecution: { workflowId: 'w', runId: 'r' }, activityId: '1', attempt: 1 };
  expect(await isWaitedFor({ ...unreachable, options: client.options }, step)).toBe(true);
});

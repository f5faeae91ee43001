import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import type { Payload } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { carriedState, readCarried } from '../../../client/chain/carried-state';
import { readChain } from '../../../client/chain/read-chain';
import { stateOfClosedChain } from '../../../client/chain/state-of-closed-chain';
import { strayChains } from '../../../client/chain/stray-chains';
import { unappliedSignals } from '../../../client/chain/unapplied-signals';
import { PULL_NOW_UPDATE, RELEASE_SIGNAL, RESET_SIGNAL, WORKFLOW_TYPE } from '../../../domain/message-names';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { UNREADABLE } from './stage/odd-payloads';
import { RunningCollector } from './stage/running-collector';

const { UpdateWorkflowExecutionLifecycleStage } = temporal.api.enums.v1;

jest.setTimeout(60_000);

let collector: RunningCollector | undefined;

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

async function collect(settings: Parameters<typeof RunningCollector.start>[2] = {}) {
  const source = new ListAtHand(Array.from({ length: 10 }, (_, index) => [`CVE-2024-${index}`, `product ${index}`]));
  const lookup = new LookupAtHand();
  collector = await RunningCollector.start(source, [lookup], settings);
  await collector.startChain();
  return { source, lookup, collector };
}

/** Sends a signal past the SDK, which would write a payload of its own. */
async function signalRaw(
  { reader, workflowId }: RunningCollector,
  signalName: string,
  payloads: readonly Payload[],
  header?: Payload,
): Promise<void> {
  await reader.client.workflowService.signalWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId },
    signalName,
    input: { payloads: [...payloads] },
    ...(header && { header: { fields: { trace: header } } }),
  });
}

const SERVICE: Payload = {
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from('{"input":"ctci","service":"cewl"}'),
};

/** Ends the chain and starts another with these arguments, as another program may do it. */
async function startByHand(
  { reader, workflowId, taskQueue, handle }: RunningCollector,
  payloads: readonly Payload[],
  more: object = {},
): Promise<void> {
  await handle.terminate('to be started by hand');
  await reader.client.workflowService.startWorkflowExecution({
    namespace: 'default',
    workflowId,
    workflowType: { name: WORKFLOW_TYPE },
    taskQueue: { name: taskQueue },
    cronSchedule: '@every 1h',
    requestId: randomUUID(),
    input: { payloads: [...payloads] },
    ...more,
  });
}

test('unreadable signals are passed over, whatever is odd: the pull happens, the state goes on', async () => {
  const { collector, lookup } = await collect();
  await collector.pull();
  const before = await collector.state();
  for (const odd of Object.values(UNREADABLE)) {
    await signalRaw(collector, RESET_SIGNAL, [odd]);
    await signalRaw(collector, RELEASE_SIGNAL, [odd]);
    await signalRaw(collector, 'unknown_signal', [odd]);
  }
  const chain = await readChain(collector.reader, collector.workflowId);
  expect(chain?.waiting).toEqual([]);
  expect(carriedState(chain!)).toEqual(before);
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged' });
  expect(await collector.state()).toMatchObject({
    reset_persistence_auth: before.reset_persistence_auth,
    list: before.list,
  });
  expect(lookup.deliveries).toHaveLength(1);
});

test('such signals do not stop a run that works', async () => {
  const { source, collector } = await collect();
  const arrived = source.holdUp();
  const pulling = collector.pull();
  const letGo = await arrived;
  for (const odd of Object.values(UNREADABLE)) await signalRaw(collector, RESET_SIGNAL, [odd]);
  letGo();
  expect(await pulling).toMatchObject({ outcome: 'delivered', sent: 10 });
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged' });
});

test('with external storage, too, a claim that leads nowhere is passed over', async () => {
  const storageFolder = await mkdtemp(join(tmpdir(), 'ctci-odd-'));
  const { collector } = await collect({ storageFolder });
  for (const odd of Object.values(UNREADABLE)) await signalRaw(collector, RESET_SIGNAL, [odd]);
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', sent: 10 });
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged' });
  await rm(storageFolder, { recursive: true });
});

test('a signal that can be read counts, whatever stands in its headers, behind it, or was sent before it', async () => {
  const { collector } = await collect();
  await collector.pull();
  const value: Payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"v2"') };
  await signalRaw(collector, RESET_SIGNAL, [UNREADABLE['json/protobuf']!]);
  await signalRaw(
    collector,
    RESET_SIGNAL,
    [value, ...Object.values(UNREADABLE)],
    UNREADABLE['a claim that is no JSON'],
  );
  await signalRaw(collector, RESET_SIGNAL, [UNREADABLE['binary/protobuf']!, value]);
  const chain = await readChain(collector.reader, collector.workflowId);
  expect(carriedState(chain!)).toMatchObject({ reset_persistence_auth: 'v2', deliver_all: true });
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', sent: 10 });
  expect(await collector.state()).toMatchObject({ reset_persistence_auth: 'v2' });
});

test('a signal without a value, or with null, asks for a reset, before and after the chain is stopped', async () => {
  const { collector } = await collect();
  await collector.pull();
  await signalRaw(collector, RESET_SIGNAL, []);
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', sent: 10 });
  await signalRaw(collector, RESET_SIGNAL, [{ metadata: { encoding: Buffer.from('binary/null') } }]);
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', sent: 10 });
  await collector.handle.signal(RESET_SIGNAL, 7);
  const chain = await readChain(collector.reader, collector.workflowId);
  expect(carriedState(chain!)).toMatchObject({ reset_persistence_auth: '7', deliver_all: true });
});

test('updates and queries with arguments that cannot be read do no harm', async () => {
  const { collector } = await collect();
  for (const odd of Object.values(UNREADABLE)) {
    await collector.reader.client.workflowService
      .queryWorkflow({
        namespace: 'default',
        execution: { workflowId: collector.workflowId },
        query: { queryType: 'state', queryArgs: { payloads: [odd] } },
      })
      .catch(() => undefined);
  }
  const { outcome } = await collector.reader.client.workflowService.updateWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId: collector.workflowId },
    request: {
      meta: { updateId: 'odd' },
      input: { name: PULL_NOW_UPDATE, args: { payloads: Object.values(UNREADABLE) } },
    },
    waitPolicy: {
      lifecycleStage: UpdateWorkflowExecutionLifecycleStage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED,
    },
  });
  expect(outcome?.success ?? outcome?.failure).toBeTruthy();
  expect(await collector.pull()).toMatchObject({ outcome: expect.stringMatching(/delivered|unchanged/) });
});

test('a stopped chain with such signals is read, and gone on from', async () => {
  const { collector } = await collect();
  await collector.pull();
  const before = await collector.state();
  for (const odd of Object.values(UNREADABLE)) await signalRaw(collector, RESET_SIGNAL, [odd]);
  await collector.handle.terminate('by hand');
  const chain = await readChain(collector.reader, collector.workflowId);
  expect(await unappliedSignals(collector.reader, collector.workflowId, chain!.runId)).toEqual([]);
  expect(await stateOfClosedChain(collector.reader, collector.workflowId, chain!)).toEqual(before);
});

test('a memo and headers that cannot be read stop neither a run nor a client', async () => {
  const { collector } = await collect();
  await startByHand(collector, [SERVICE], { memo: { fields: UNREADABLE }, header: { fields: UNREADABLE } });
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', sent: 10 });
  expect(await readChain(collector.reader, collector.workflowId)).toMatchObject({ open: true });
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged' });
});

test('a search attribute without a value, which Temporal accepts, stops neither a run nor a client', async () => {
  const { collector } = await collect();
  await startByHand(collector, [SERVICE], {
    searchAttributes: { indexedFields: { BatcherUser: { metadata: { encoding: Buffer.from('binary/null') } } } },
  });
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', sent: 10 });
  expect(await readChain(collector.reader, collector.workflowId)).toMatchObject({ open: true });
  expect(await strayChains(collector.reader, collector.taskQueue, [collector.workflowId])).toEqual([]);
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged' });
});

test('a seed that cannot be read fails the pull in words, and is never taken for an empty state', async () => {
  const { source, collector } = await collect();
  for (const [name, odd] of Object.entries(UNREADABLE)) {
    await startByHand(collector, [SERVICE, odd]);
    await expect(collector.pull()).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/EngineError (605|612|613)/) },
    });
    const chain = await readChain(collector.reader, collector.workflowId);
    expect({ name, fault: readCarried(chain).fault?.number }).toEqual({ name, fault: expect.any(Number) });
  }
  expect(source.downloads).toBe(0);
});

test('a service that cannot be read fails the pull in words', async () => {
  const { collector } = await collect();
  for (const odd of Object.values(UNREADABLE)) {
    await startByHand(collector, [odd]);
    await expect(collector.pull()).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/EngineError 61[23]/) },
    });
  }
});

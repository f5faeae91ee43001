import { randomUUID } from 'node:crypto';
import { afterEach, expect, jest, test } from '@jest/globals';
import type { CheckedStep } from '../../../domain/checked-step';
import { CHECK_WORKFLOW_TYPE, PREVIEW_WORKFLOW_TYPE } from '../../../domain/message-names';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';

jest.setTimeout(60_000);

let collector: RunningCollector | undefined;

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

const MISTYPED = [{ method: 'remove', fields: ['products'] }] as const;
const RIGHT = [{ method: 'remove', fields: [' Product'] }] as const;
const TOLD = expect.stringMatching(
  /SetupError 70: .*rule 1: "products" \(did you mean product\?\).*setting inputs\.ctci\.services\.cewl\.obfuscation/,
);

async function collect(obfuscation: typeof MISTYPED | typeof RIGHT) {
  const source = new ListAtHand([
    ['CVE-2024-1', 'one'],
    ['CVE-2024-2', 'two'],
  ]);
  const lookups = [new LookupAtHand('first'), new LookupAtHand('second')];
  collector = await RunningCollector.start(source, lookups, { obfuscation });
  return { source, lookups, collector };
}

function ask<Answer>(from: RunningCollector, type: string): Promise<Answer> {
  const { taskQueue } = from;
  return from.reader.client.workflow.execute(type, {
    workflowId: `ask-${randomUUID()}`,
    taskQueue,
    args: [{ input: 'ctci', service: 'cewl' }],
  }) as Promise<Answer>;
}

test('a rule that hits nothing fails the pull before anything leaves, and a mended one lets it go', async () => {
  const { lookups, collector } = await collect(MISTYPED);
  await collector.startChain();
  await expect(collector.pull()).rejects.toMatchObject({ cause: { message: TOLD } });
  expect(lookups.map(({ deliveries }) => deliveries.length)).toEqual([0, 0]);
  collector.parts.settings.obfuscation = RIGHT;
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered' });
});

test('a preview says the same, and sends nothing', async () => {
  const { lookups, collector } = await collect(MISTYPED);
  await expect(ask(collector, PREVIEW_WORKFLOW_TYPE)).rejects.toMatchObject({ cause: { message: TOLD } });
  expect(lookups[0]?.deliveries).toHaveLength(0);
});

test('a check has a step for the rules, and goes on to the outputs', async () => {
  const { collector } = await collect(MISTYPED);
  const names = ['CTCI credentials', 'CTCI list', 'obfuscation', 'output first', 'output second'];
  const steps = await ask<CheckedStep[]>(collector, CHECK_WORKFLOW_TYPE);
  expect(steps.map(({ name, ok }) => [name, ok])).toEqual(names.map((name) => [name, name !== 'obfuscation']));
  expect(steps[2]?.error).toMatchObject({ number: 70, message: expect.stringContaining('did you mean product?') });
  collector.parts.settings.obfuscation = RIGHT;
  expect((await ask<CheckedStep[]>(collector, CHECK_WORKFLOW_TYPE)).every(({ ok }) => ok)).toBe(true);
});

test('a held list is held, whatever the rules say, and an empty one that is released lets nothing leave', async () => {
  const { source, lookups, collector } = await collect(RIGHT);
  await collector.startChain();
  await collector.pull();
  Object.assign(source, { columns: ['cve'], rows: [['CVE-2024-1'], ['CVE-2024-2']] });
  expect(await collector.pull()).toMatchObject({ outcome: 'held', held: { reason: 'hollow' } });
  source.rows = [];
  expect(await collector.pull()).toMatchObject({ outcome: 'held', held: { reason: 'empty' } });
  await collector.handle.signal('release_held', source.digest);
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', sent: 0 });
  expect(lookups[0]?.rows.size).toBe(0);
});

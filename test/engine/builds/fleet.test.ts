import { afterEach, expect, jest, test } from '@jest/globals';
import type { WorkerDeploymentOptions } from '@temporalio/worker';
import { currentBuild, promoteBuild } from '../../../engine/builds/promote-build';
import { ListAtHand } from '../pull/stage/list-at-hand';
import { LookupAtHand } from '../pull/stage/lookup-at-hand';
import { RunningCollector } from '../pull/stage/running-collector';
import { until } from '../pull/stage/until';

jest.setTimeout(180_000);

const ROWS = [['CVE-2024-1', 'one']];

let collector: RunningCollector;

afterEach(() => collector.stop());

function build(buildId: string): { workerDeploymentOptions: WorkerDeploymentOptions } {
  return {
    workerDeploymentOptions: {
      version: { deploymentName: collector.taskQueue, buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'PINNED',
    },
  };
}

const promote = (buildId: string | null): Promise<string[]> =>
  promoteBuild(collector.reader.client, collector.taskQueue, buildId);

/** Which build began the last run that has ended. */
async function buildOf(runId: string): Promise<string | undefined> {
  const { raw } = await collector.reader.client.workflow.getHandle(collector.workflowId, runId).describe();
  const info = raw.workflowExecutionInfo?.versioningInfo;
  return info?.deploymentVersion?.buildId ?? undefined;
}

async function pulledBy(): Promise<string | undefined> {
  const runId = await collector.runId();
  await collector.pull();
  await collector.endOf(runId);
  return buildOf(runId);
}

test('a fleet goes from build to build and back; a run whose build is gone goes on with the current one', async () => {
  const source = new ListAtHand(ROWS);
  collector = await RunningCollector.start(source, [new LookupAtHand()]);
  await collector.stopWorkers();
  await collector.addWorker(build('a'));
  expect(await promote('a')).toEqual(['Build a gets the runs from now on']);
  await collector.startChain();
  expect(await pulledBy()).toBe('a');
  expect(await promote('a')).toEqual([]);

  await collector.addWorker(build('b'));
  expect(await pulledBy()).toBe('a');
  expect(await promote('b')).toEqual(['Build b gets the runs from now on (until now a)']);
  expect(await pulledBy()).toBe('b');

  expect(await promote('a')).toEqual(['Build a gets the runs from now on (until now b)']);
  expect(await currentBuild(collector.reader.client, collector.taskQueue)).toBe('a');
  expect(await pulledBy()).toBe('a');

  const arrived = source.holdUp();
  const pulling = collector.pull();
  const letGo = await arrived;
  const runId = await collector.runId();
  await collector.stopTakingTasks();
  letGo();
  await collector.stopWorkers();
  await collector.addWorker(build('c'));
  let notes: string[] = [];
  await until(async () => {
    notes = await promote('c');
    return notes.some((note) => note.includes('has no worker any more'));
  });
  expect(notes.at(-1)).toBe(
    `${collector.workflowId}: its run was begun by build a, which has no worker any more; it goes on with this one`,
  );
  expect(await pulling).toMatchObject({ outcome: 'unchanged' });
  expect((await collector.endOf(runId)).kind).toBe('completed');
  expect(await pulledBy()).toBe('c');
});

test('a build that no worker polls for is not promoted; back to workers without versions nothing hangs', async () => {
  collector = await RunningCollector.start(new ListAtHand(ROWS), [new LookupAtHand()]);
  await expect(promote('nowhere')).rejects.toMatchObject({ number: 601, message: expect.stringContaining('nowhere') });
  await collector.startChain();
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered' });
  await collector.addWorker(build('a'));
  expect(await promote('a')).toEqual(['Build a gets the runs from now on']);
  expect(await pulledBy()).toBe('a');
  expect(await promote(null)).toEqual(['Workers without versions get the runs from now on']);
  expect(await pulledBy()).toBeUndefined();
});

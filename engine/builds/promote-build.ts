import { setTimeout as wait } from 'node:timers/promises';
import { isGrpcServiceError, type Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { CollectorError } from '../../errors/collector-error';
import { openRunsQuery } from '../histories/open-runs-query';
import { waitsForWorker } from '../histories/task-trouble';

const { TASK_QUEUE_TYPE_WORKFLOW } = temporal.api.enums.v1.TaskQueueType;

/** gRPC: the build is not known yet, or has polled no queue yet. */
const NOT_FOUND = 5;
const FAILED_PRECONDITION = 9;

/** A worker that was started beside polls within seconds. */
const FIRST_POLL_LIMIT_MS = 15_000;
const LOOK_EVERY_MS = 500;

/** A poll waits a minute at the server; a worker that has not asked anew after this has gone. */
const POLL_AGE_MS = 75_000;

/** A build of the collector's workers, or null for workers without versions. */
export type Build = string | null;

/**
 * Makes a build the one that new runs go to, and moves runs whose build has no worker any more. The deployment is named
 * as the task queue. Says in words what it did; nothing where all is so already. Throws CollectorError `no_worker`
 * when no worker of the build polls.
 */
export async function promoteBuild(client: Client, taskQueue: string, build: Build): Promise<string[]> {
  const current = await currentBuild(client, taskQueue);
  const notes: string[] = [];
  if (current !== build) {
    await setCurrent(client, taskQueue, build);
    notes.push(
      build === null
        ? 'Workers without versions get the runs from now on'
        : `Build ${build} gets the runs from now on${current === null ? '' : ` (until now ${current})`}`,
    );
  }
  if (build === null && current === null) return notes;
  return [...notes, ...(await moveStrandedRuns(client, taskQueue, build))];
}

/** The build that new runs go to; null when there is none, or no deployment at all. */
export async function currentBuild(client: Client, taskQueue: string): Promise<Build> {
  try {
    const { workerDeploymentInfo } = await client.workflowService.describeWorkerDeployment({
      namespace: client.options.namespace,
      deploymentName: taskQueue,
    });
    return workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId || null;
  } catch (error) {
    if (isGrpcServiceError(error)) return null; // no deployment of this name, or a server that knows of none
    throw error;
  }
}

async function setCurrent(client: Client, taskQueue: string, build: Build): Promise<void> {
  const deadline = Date.now() + FIRST_POLL_LIMIT_MS;
  for (;;) {
    try {
      await client.workflowService.setWorkerDeploymentCurrentVersion({
        namespace: client.options.namespace,
        deploymentName: taskQueue,
        buildId: build ?? '',
        identity: client.options.identity,
        ignoreMissingTaskQueues: true,
      });
      return;
    } catch (error) {
      const early = isGrpcServiceError(error) && [NOT_FOUND, FAILED_PRECONDITION].includes(error.code);
      if (!early) throw error;
      if (Date.now() > deadline)
        throw new CollectorError('no_worker', {
          setting: 'globals.worker_versioning',
          seen: `no worker of build ${build ?? 'without version'} polls ${taskQueue}`,
          cause: error,
        });
      await wait(LOOK_EVERY_MS);
    }
  }
}

/** A run is pinned to the build that began it, and waits for ever when the last worker of that build has gone. */
async function moveStrandedRuns(client: Client, taskQueue: string, build: Build): Promise<string[]> {
  const served = await servedBuilds(client, taskQueue);
  const notes: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: openRunsQuery(taskQueue) })) {
    const { raw } = await client.workflow.getHandle(workflowId).describe();
    const info = raw.workflowExecutionInfo?.versioningInfo;
    const pinned = info?.deploymentVersion?.buildId || info?.version?.split(/[.:]/).at(-1) || null;
    if (pinned === null || pinned === build) continue;
    if (served.has(pinned) && waitsForWorker(raw.pendingWorkflowTask, new Date()) === null) continue;
    await client.workflowService.updateWorkflowExecutionOptions({
      namespace: client.options.namespace,
      workflowExecution: { workflowId },
      workflowExecutionOptions: { versioningOverride: { autoUpgrade: true } },
      updateMask: { paths: ['versioning_override'] },
    });
    notes.push(
      `${workflowId}: its run was begun by build ${pinned}, which has no worker any more; it goes on with this one`,
    );
  }
  return notes;
}

/** Builds of which a worker polls. */
async function servedBuilds(client: Client, taskQueue: string): Promise<ReadonlySet<string>> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: TASK_QUEUE_TYPE_WORKFLOW,
  });
  const fresh = pollers.filter(
    ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 <= POLL_AGE_MS,
  );
  return new Set(fresh.flatMap(({ deploymentOptions }) => deploymentOptions?.buildId || []));
}

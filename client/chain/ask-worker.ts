import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { CollectorError } from '../../errors/collector-error';
import type { EnabledService } from '../../config/enabled-services';
import type { GlobalSettings } from '../../config/schema/globals';
import { LARGE_TASK_LIMIT_MS } from '../../domain/time-limits';
import type { HistoryReader } from '../../engine/histories/run-events';
import { taskTrouble, waitsForWorker } from '../../engine/histories/task-trouble';
import { lookAtStep } from '../waiting/step-now';
import { sayingWhatFor } from '../waiting/waiting';

/** A worker that is well takes a workflow up at once; so long is waited for one. */
const TAKEN_UP_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 250;
const WATCH_EVERY_MS = 2_000;
const ANSWER_LIMIT_MS = 20 * 60_000;

/**
 * Runs a short workflow on the collector's worker and returns its result: secrets stay there. Says what it waits for.
 * Throws CollectorError `no_worker` when none takes it up, or goes on with it, within 10 s, and `task_failing` when the
 * worker cannot run it.
 */
export async function askWorker<Answer>(
  collector: Asking,
  service: Pick<EnabledService, 'input' | 'service' | 'workflowId'>,
  type: string,
  args: readonly unknown[] = [],
): Promise<Answer> {
  const { reader, loaded } = collector;
  const handle = await reader.client.workflow.start(type, {
    workflowId: `${service.workflowId}-${type}-${randomUUID()}`,
    taskQueue: loaded.taskQueue,
    workflowExecutionTimeout: ANSWER_LIMIT_MS,
    ...(loaded.config.globals.external_storage && { workflowTaskTimeout: LARGE_TASK_LIMIT_MS }),
    args: [{ input: service.input, service: service.service }, ...args],
  });
  const answered = answerTo<Answer>({ collector, handle, runId: handle.firstExecutionRunId });
  const name = `${service.input}/${service.service}`;
  return sayingWhatFor(name, answered, () => lookAtStep(reader, handle.workflowId));
}

async function answerTo<Answer>(asked: Asked): Promise<Answer> {
  const { handle } = asked;
  await untilTakenUp(asked);
  const over = new AbortController();
  try {
    const stuck = untilStuck(asked, over.signal).then((trouble) => ({ trouble }));
    const answered = handle.result().then((answer: unknown) => ({ answer }));
    const end = await Promise.race([answered, stuck]);
    if ('trouble' in end) {
      answered.catch(() => undefined); // it ends by being given up, which says less than the trouble
      return await giveUp(asked, end.trouble);
    }
    return end.answer as Answer; // the type's own return value: the workflow and this call are of one version
  } finally {
    over.abort();
  }
}

/** What is needed of a collector to ask its worker. */
interface Asking {
  readonly reader: HistoryReader;
  readonly loaded: {
    readonly taskQueue: string;
    readonly config: { readonly globals: Pick<GlobalSettings, 'external_storage'> };
  };
}

interface Asked {
  readonly collector: Asking;
  readonly handle: WorkflowHandle;
  readonly runId: string;
}

async function untilTakenUp(asked: Asked): Promise<void> {
  const { handle, collector } = asked;
  const deadline = Date.now() + TAKEN_UP_LIMIT_MS;
  for (;;) {
    const { historyLength } = await handle.describe();
    if (historyLength > 2) return; // events 1 and 2 are the server's; the third is a worker's
    if (Date.now() > deadline) return giveUp(asked, noWorker(collector));
    await wait(LOOK_EVERY_MS);
  }
}

/** Returns only when the workflow cannot come to an end: why not. */
async function untilStuck({ collector, handle, runId }: Asked, over: AbortSignal): Promise<CollectorError> {
  for (;;) {
    await wait(WATCH_EVERY_MS, undefined, { signal: over });
    const described = await handle.describe().catch(() => null); // the engine may be away for a while
    if (described === null) continue;
    const task = described.raw.pendingWorkflowTask;
    const trouble = await taskTrouble(collector.reader, handle.workflowId, runId, task);
    if (trouble) return trouble;
    if (waitsForWorker(task, new Date())) return noWorker(collector);
  }
}

async function giveUp({ handle }: Asked, error: CollectorError): Promise<never> {
  await handle.terminate(error.message).catch(() => undefined);
  throw error;
}

function noWorker({ loaded }: Asking): CollectorError {
  return new CollectorError('no_worker', {
    seen: `nobody polls ${loaded.taskQueue}; ${TAKEN_UP_LIMIT_MS / 1000} s were waited`,
  });
}

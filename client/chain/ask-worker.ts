import { randomUUID } from 'node:crypto';
import { CollectorError } from '../../config/errors/collector-error';
import type { EnabledService } from '../../config/enabled-services';
import { LARGE_TASK_LIMIT_MS } from '../../domain/time-limits';
import type { Collector } from '../open-collector';

/** A worker that is well takes a workflow up at once; so long is waited for one. */
const TAKEN_UP_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 250;
const ANSWER_LIMIT_MS = 20 * 60_000;

/**
 * Runs a short workflow on the collector's worker and returns its result: secrets stay there.
 * Throws CollectorError `no_worker` when none takes it up within 10 s.
 */
export async function askWorker<Answer>({ reader, loaded }: Collector, service: EnabledService, type: string, args: readonly unknown[] = []): Promise<Answer> {
  const handle = await reader.client.workflow.start(type, {
    workflowId: `${service.workflowId}-${type}-${randomUUID()}`,
    taskQueue: loaded.taskQueue,
    workflowExecutionTimeout: ANSWER_LIMIT_MS,
    ...(loaded.config.globals.external_storage && { workflowTaskTimeout: LARGE_TASK_LIMIT_MS }),
    args: [{ input: service.input, service: service.service }, ...args],
  });
  const deadline = Date.now() + TAKEN_UP_LIMIT_MS;
  while (!(await takenUp())) {
    if (Date.now() > deadline) {
      await handle.terminate('no worker took it up').catch(() => undefined);
      throw new CollectorError('no_worker', { seen: `nobody polls ${loaded.taskQueue}; ${TAKEN_UP_LIMIT_MS / 1000} s were waited` });
    }
    await new Promise((soon) => setTimeout(soon, LOOK_EVERY_MS));
  }
  // The type's own return value: the workflow and this call are of one version.
  return (await handle.result()) as Answer;

  /** Events 1 and 2 are the server's; the third is a worker's. */
  async function takenUp(): Promise<boolean> {
    return (await handle.describe()).historyLength > 2;
  }
}

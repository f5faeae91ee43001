import { CollectorError } from '../../config/errors/collector-error';
import type { ConfirmedJob } from '../output';
import { awaitJob } from './await-job';
import type { DeliveryTools } from './delivery-tools';
import { requestDeploy, type DeployOrder } from './request-deploy';
import { unseenJob } from './settle-jobs';

/**
 * Brings one deploy to its end: takes up the job of a lost attempt or begins one, and waits until Devo has built the
 * lookup. Null when rows should be merged into a lookup that does not exist.
 */
export async function runDeploy(order: DeployOrder, tools: DeliveryTools): Promise<ConfirmedJob | null> {
  const confirmed = order.progress.confirmed(order.part);
  if (confirmed) return confirmed;
  const started = tools.now();
  const id = (await findLostJob(order, tools)) ?? (await requestDeploy(order, tools));
  if (id === null) return null;
  const end = await awaitJob({ id, ours: true }, tools);
  if (end.outcome !== 'ok') {
    throw new CollectorError('devo_job_failed', { setting: tools.setting, seen: `job ${id}: ${end.words || 'no words'}` });
  }
  const job = { id, rows: order.content.rows, bytes: order.content.csvBytes, ms: Math.round(tools.now() - started) };
  order.progress.finish(order.part, job);
  return job;
}

/** The job that an earlier attempt of this delivery has begun. */
async function findLostJob(order: DeployOrder, tools: DeliveryTools): Promise<string | undefined> {
  const unfinished = order.progress.unfinished(order.part);
  if (!unfinished || unfinished.job !== undefined) return unfinished?.job;
  const job = await unseenJob(unfinished.seen, tools);
  if (job === undefined) return undefined;
  order.progress.began(order.part, unfinished.seen, job);
  return job;
}

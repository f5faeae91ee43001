import { CollectorError } from '../../../errors/collector-error';
import type { ConfirmedJob } from '../../../domain/changes/receipt';
import { awaitJob } from './await-job';
import type { DeliveryTools } from './delivery-tools';
import type { BegunJob } from './deploy-progress';
import { requestDeploy, type DeployOrder } from '../client/request-deploy';
import { unseenJob } from './await-earlier-jobs';

/**
 * Brings one deploy to its end: takes up the job of a lost attempt or begins one, and waits until Devo has built the
 * lookup. Null when rows should be merged into a lookup that does not exist.
 */
export async function runDeploy(order: DeployOrder, tools: DeliveryTools): Promise<ConfirmedJob | null> {
  const confirmed = order.progress.confirmed(order.scope);
  if (confirmed) return confirmed;
  const started = tools.now();
  const begun = (await findLostJob(order, tools)) ?? (await requestDeploy(order, tools));
  if (begun === null) return null;
  const { id, assumed } = begun;
  const end = await awaitJob({ id, ours: true }, tools);
  if (end.outcome !== 'ok') {
    throw new CollectorError('devo_job_failed', {
      setting: tools.setting,
      seen: `job ${id}: ${end.words || 'no words'}`,
    });
  }
  const job = {
    id,
    rows: order.content.rows,
    bytes: order.content.csv.bytes,
    ms: Math.round(tools.now() - started),
    ...(assumed && { assumed }),
  };
  order.progress.finish(order.scope, job);
  return job;
}

/** The job that an earlier attempt of this delivery has begun, or seems to have. */
async function findLostJob(order: DeployOrder, tools: DeliveryTools): Promise<BegunJob | undefined> {
  const unfinished = order.progress.unfinished(order.scope);
  if (!unfinished || unfinished.job !== undefined) return unfinished?.job;
  const job = await unseenJob(unfinished.seen, tools);
  if (job === undefined) return undefined;
  tools.warn(
    `an earlier attempt has asked for a deploy and has not heard of it; job ${job} is new and is taken for it`,
  );
  const begun = { id: job, assumed: true } as const;
  order.progress.began(order.scope, unfinished.seen, begun);
  return begun;
}

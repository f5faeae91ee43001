import { CollectorError } from '../../../errors/collector-error';
import type { ConfirmedJob } from '../../../domain/changes/receipt';
import type { DeployAnswer } from '../client/lookups-session';
import type { DeployContent } from '../content/deploy-content';
import { awaitEarlierJobs, searchUnseenJob, unseenJob } from './await-earlier-jobs';
import { awaitJob } from './await-job';
import { longerPause, type DeliveryTools } from './delivery-tools';
import type { BegunJob, DeployProgress, DeployScope } from './deploy-progress';

/** How often a deploy is asked for while Devo says that the lookup is busy. */
const BUSY_ROUNDS = 5;

interface DeployOrder {
  readonly scope: DeployScope;
  readonly content: DeployContent;
  readonly progress: DeployProgress;
  /** Jobs that are known to be over. */
  readonly settled: ReadonlySet<string>;
}

type Refusal = Extract<DeployAnswer, { kind: 'refused' }>;

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

/**
 * Has Devo begin a deploy, never beside another one of the same lookup. Returns its job, or null when the
 * lookup that rows should be merged into does not exist, or is not what was delivered last.
 */
async function requestDeploy(order: DeployOrder, tools: DeliveryTools): Promise<BegunJob | null> {
  let pause = tools.limits.pollFirstMs;
  for (let round = 1; ; round += 1) {
    const answer = await deployOnce(order, tools);
    if (answer === null || 'id' in answer) return answer;
    if (answer.status !== 409 || round === BUSY_ROUNDS) throw answer.error;
    await tools.sleep(pause, tools.signal);
    pause = longerPause(pause, tools.limits);
  }
}

/** One request, and a second one with the other verb where Devo asks for it. */
async function deployOnce(order: DeployOrder, tools: DeliveryTools): Promise<BegunJob | null | Refusal> {
  const seen = await awaitEarlierJobs(order.settled, tools);
  const exists = await tools.session.exists();
  const merges = order.content.action !== 'replace';
  if (merges && (!exists || isStrange(seen.at(-1), order))) return null;
  const method = exists ? 'PUT' : 'POST';
  const first = await send(method, order, seen, tools);
  if ('id' in first || !asksForOtherVerb(method, first)) return first;
  if (merges) return null;
  return send(method === 'PUT' ? 'POST' : 'PUT', order, seen, tools);
}

/** A job that nobody has told of: what it made of the lookup is not known, so changes cannot be merged into it. */
function isStrange(newest: string | undefined, { settled }: DeployOrder): boolean {
  return newest !== undefined && !settled.has(newest);
}

/** The job, found again if the answer was lost, or Devo's refusal. Throws when it stays unknown. */
async function send(
  method: 'POST' | 'PUT',
  order: DeployOrder,
  seen: readonly string[],
  tools: DeliveryTools,
): Promise<BegunJob | Refusal> {
  const { scope, progress } = order;
  progress.begin(scope, seen);
  const answer = await tools.session.deploy(method, order.content);
  if (answer.kind === 'refused' || answer.kind === 'unsent') progress.forget();
  if (answer.kind === 'unsent') throw answer.error;
  if (answer.kind === 'refused') return answer;
  const job = answer.kind === 'accepted' ? { id: answer.job } : await searchOrThrow(seen, answer.error, tools);
  progress.began(scope, seen, job);
  return job;
}

async function searchOrThrow(seen: readonly string[], lost: CollectorError, tools: DeliveryTools): Promise<BegunJob> {
  const job = await searchUnseenJob(seen, tools);
  if (job === undefined) throw lost;
  tools.warn(`the answer to a deploy was lost (${lost.message}); job ${job} is new and is taken for it`);
  return { id: job, assumed: true };
}

/** What Devo answers to a wrong verb is not documented: the usual statuses count, others only if their words say so. */
function asksForOtherVerb(method: 'POST' | 'PUT', refusal: Refusal): boolean {
  const { status } = refusal;
  if (status === 405) return true;
  if (method === 'PUT')
    return status === 404 || ((status === 400 || status === 409) && MISSING_WORDS.test(refusal.words));
  return (status === 400 || status === 409 || status === 422) && EXISTS_WORDS.test(refusal.words);
}

const MISSING_WORDS = /(not|n't) exist|not found|unknown lookup/i;
const EXISTS_WORDS = /already exist|\bexists\b/i;

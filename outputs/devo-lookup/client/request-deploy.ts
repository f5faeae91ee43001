import type { CollectorError } from '../../../errors/collector-error';
import type { DeployContent } from '../content/deploy-content';
import type { BegunJob, DeployScope, DeployProgress } from '../deploy/deploy-progress';
import { longerPause, type DeliveryTools } from '../deploy/delivery-tools';
import type { DeployAnswer } from './lookups-session';
import { searchUnseenJob, awaitEarlierJobs } from '../deploy/await-earlier-jobs';

/** How often a deploy is asked for while Devo says that the lookup is busy. */
const BUSY_ROUNDS = 5;

export interface DeployOrder {
  readonly scope: DeployScope;
  readonly content: DeployContent;
  readonly progress: DeployProgress;
  /** Jobs that are known to be over. */
  readonly settled: ReadonlySet<string>;
}

type Refusal = Extract<DeployAnswer, { kind: 'refused' }>;

/**
 * Has Devo begin a deploy, never beside another one of the same lookup. Returns its job, or null when the
 * lookup that rows should be merged into does not exist, or is not what was delivered last.
 */
export async function requestDeploy(order: DeployOrder, tools: DeliveryTools): Promise<BegunJob | null> {
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

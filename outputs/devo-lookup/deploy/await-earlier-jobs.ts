import { CollectorError } from '../../../errors/collector-error';
import { awaitJob } from './await-job';
import { longerPause, type DeliveryTools } from './delivery-tools';

/**
 * Waits until no job of the lookup is running, and returns the ids of all that Devo knows.
 *
 * Whether Devo bears two deploys at once is not documented; a lookup that is being built cannot be used either.
 * How a stranger's job ends is of no concern here. `settled` are jobs that are known to be over.
 */
export async function awaitEarlierJobs(settled: ReadonlySet<string>, tools: DeliveryTools): Promise<readonly string[]> {
  const over = new Set(settled);
  for (;;) {
    const jobs = await tools.session.jobs();
    const newest = jobs.at(-1);
    if (newest === undefined || over.has(newest)) return jobs;
    const end = await awaitJob({ id: newest, ours: false }, tools);
    if (!end.waited) return jobs;
    over.add(newest); // another may have begun meanwhile
  }
}

/**
 * Finds the job of a deploy whose answer never came: the newest one, if it is the only one that was not there before.
 * Several new ones cannot be told apart; the deploy is then made again, which leaves the lookup the same.
 */
export async function unseenJob(seen: readonly string[], tools: DeliveryTools): Promise<string | undefined> {
  const jobs = await tools.session.jobs();
  const unseen = jobs.filter((job) => !seen.includes(job));
  return unseen.length === 1 && unseen[0] === jobs.at(-1) ? unseen[0] : undefined;
}

/** Looks for that job for a short while: Devo may list it only after a moment, or be out of reach itself. */
export async function searchUnseenJob(seen: readonly string[], tools: DeliveryTools): Promise<string | undefined> {
  const { limits } = tools;
  const end = tools.now() + limits.lostAnswerMs;
  for (let pause = limits.pollFirstMs; ; pause = longerPause(pause, limits)) {
    const job = await unseenJob(seen, tools).catch(undefinedIfPassing);
    const left = end - tools.now();
    if (job !== undefined || left <= 0) return job;
    await tools.sleep(Math.min(pause, left), tools.signal);
  }
}

function undefinedIfPassing(error: unknown): undefined {
  if (error instanceof CollectorError && error.retryable) return undefined;
  throw error;
}

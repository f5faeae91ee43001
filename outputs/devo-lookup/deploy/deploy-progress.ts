import { z } from 'zod';
import type { ConfirmedJob } from '../../../domain/changes/receipt';
import type { DeliveryProgress } from '../../output';

/** The deploys that a delivery can consist of: one for everything, or one for rows and one for what was removed. */
export type DeployScope = 'everything' | 'rows' | 'removed';

const ASSUMED = z.literal(true).optional();
const CONFIRMED = z.object({ id: z.string(), rows: z.number(), bytes: z.number(), ms: z.number(), assumed: ASSUMED });
const SCOPE = z.enum(['everything', 'rows', 'removed']);

const PROGRESS = z.object({
  /** The deploy that was under way; its name here is that of heartbeats already written. */
  part: SCOPE.optional(),
  /** Ids of the jobs that Devo knew before the request of that deploy. */
  seen: z.array(z.string()).optional(),
  /** Id of its job, once it was known, and whether it was only assumed. */
  job: z.string().optional(),
  assumed: ASSUMED,
  /** When it was known, epoch milliseconds; not said by older code. For people who wait for it. */
  since: z.number().optional(),
  /** Deploys that Devo has confirmed. */
  done: z.partialRecord(SCOPE, CONFIRMED).default({}),
});

type SavedProgress = z.output<typeof PROGRESS>;

/** What a deploy that did not come to its end is known by. */
interface UnfinishedDeploy {
  readonly seen: readonly string[];
  readonly job: BegunJob | undefined;
}

/** The job that a deploy has begun. */
export interface BegunJob {
  readonly id: string;
  /** Found as the only new one after a lost answer; see `ConfirmedJob`. */
  readonly assumed?: true | undefined;
}

/** Keeps what a lost attempt must leave behind, so that the next one neither doubles nor misses a deploy. */
export interface DeployProgress {
  /** Whether the delivery has gone over to sending everything. */
  readonly everything: boolean;
  confirmed(scope: DeployScope): ConfirmedJob | undefined;
  unfinished(scope: DeployScope): UnfinishedDeploy | undefined;
  /** Before a deploy's request. */
  begin(scope: DeployScope, seen: readonly string[]): void;
  /** Once the job is known. */
  began(scope: DeployScope, seen: readonly string[], job: BegunJob): void;
  /** When it is certain that the request has begun nothing. */
  forget(): void;
  finish(scope: DeployScope, job: ConfirmedJob): void;
}

/** Takes up what an earlier attempt saved. Anything that is not of this form counts as nothing saved. */
export function resumeDeploys(progress: DeliveryProgress): DeployProgress {
  let saved: SavedProgress = PROGRESS.safeParse(progress.last).data ?? { done: {} };

  function save(next: SavedProgress): void {
    saved = next;
    progress.save(next);
  }

  return {
    get everything() {
      return saved.part === 'everything' || saved.done.everything !== undefined;
    },
    confirmed: (scope) => saved.done[scope],
    unfinished: (scope) =>
      saved.part === scope && saved.seen
        ? { seen: saved.seen, job: saved.job === undefined ? undefined : { id: saved.job, assumed: saved.assumed } }
        : undefined,
    begin: (scope, seen) => save({ part: scope, seen: [...seen], done: saved.done }),
    began: (scope, seen, { id, assumed }) =>
      save({ part: scope, seen: [...seen], job: id, assumed, since: Date.now(), done: saved.done }),
    forget: () => save({ done: saved.done }),
    finish: (scope, job) => save({ done: { ...saved.done, [scope]: job } }),
  };
}

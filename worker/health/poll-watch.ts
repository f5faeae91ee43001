import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const { TASK_QUEUE_TYPE_ACTIVITY, TASK_QUEUE_TYPE_WORKFLOW } = temporal.api.enums.v1.TaskQueueType;

/** While Temporal knows this worker, it is asked so often, of one kind after the other; until then at every call. */
const LOOK_EVERY_MS = 15_000;

/** An answer takes milliseconds; one that takes longer than this counts as none. */
const ANSWER_LIMIT_MS = 5_000;

const TYPES = { workflow: TASK_QUEUE_TYPE_WORKFLOW, activity: TASK_QUEUE_TYPE_ACTIVITY } as const;

export type TaskKind = keyof typeof TYPES;

const KINDS: readonly TaskKind[] = ['workflow', 'activity'];

/** What Temporal says of this worker. */
export interface PollFacts {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  /** When Temporal answered last. */
  readonly reachedAt: Date | null;
  /** Why it did not when it was asked last, in words, or null. */
  readonly problem: string | null;
  /** When Temporal got a poll of this worker last. */
  readonly polledAt: Readonly<Record<TaskKind, Date | null>>;
  /** Every place for a step is taken: such a worker polls for no more of them, and is well. */
  readonly busy: boolean;
}

export interface PollWatchOptions {
  readonly client: Client;
  readonly address: string;
  readonly taskQueue: string;
  /** By which Temporal knows this worker. */
  readonly identity: string;
  readonly busy: () => boolean;
}

/** Asks Temporal whether it hears of this worker: the worker itself may poll into the void. */
export class PollWatch {
  private reachedAt: Date | null = null;
  /** The same by a clock that nobody sets, milliseconds. */
  private reached = -Infinity;
  private problem: string | null = null;
  private readonly polledAt: Record<TaskKind, Date | null> = { workflow: null, activity: null };
  private isAsking = false;
  /** What Temporal is asked of next, while it knows this worker. */
  private next: TaskKind = 'workflow';

  constructor(private readonly options: PollWatchOptions) {}

  /** Whether Temporal has heard polls of both kinds. */
  isKnown(): boolean {
    return this.problem === null && this.polledAt.workflow !== null && this.polledAt.activity !== null;
  }

  /** Whether it is time to ask: find out every other second or so. */
  isDue(): boolean {
    return !this.isAsking && (!this.isKnown() || performance.now() - this.reached >= LOOK_EVERY_MS);
  }

  async look(): Promise<void> {
    this.isAsking = true;
    const kinds = this.isKnown() ? [this.next] : KINDS;
    try {
      for (const kind of kinds) this.polledAt[kind] = await this.lastPoll(TYPES[kind]);
      this.next = this.next === 'workflow' ? 'activity' : 'workflow';
      this.reachedAt = new Date();
      this.reached = performance.now();
      this.problem = null;
    } catch (error) {
      this.problem = error instanceof Error ? wordsOf(error) : String(error);
    } finally {
      this.isAsking = false;
    }
  }

  facts(): PollFacts {
    const { address, taskQueue, client, busy } = this.options;
    const { reachedAt, problem, polledAt } = this;
    const { namespace } = client.options;
    return { address, namespace, taskQueue, reachedAt, problem, polledAt: { ...polledAt }, busy: busy() };
  }

  private async lastPoll(taskQueueType: temporal.api.enums.v1.TaskQueueType): Promise<Date | null> {
    const { client, taskQueue, identity } = this.options;
    const { pollers } = await client.withDeadline(Date.now() + ANSWER_LIMIT_MS, () =>
      client.workflowService.describeTaskQueue({
        namespace: client.options.namespace,
        taskQueue: { name: taskQueue },
        taskQueueType,
      }),
    );
    const times = pollers.flatMap((poller) =>
      poller.identity === identity && poller.lastAccessTime ? [Number(poller.lastAccessTime.seconds ?? 0) * 1000] : [],
    );
    return times.length === 0 ? null : new Date(Math.max(...times));
  }
}

/** The server's own words where it gave some; the SDK wraps them. */
function wordsOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}

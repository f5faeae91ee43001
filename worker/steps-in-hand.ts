import type { Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { holdUntilShutdown } from '../activities/boundary';

/** One attempt of a step, as the engine counts. */
export interface StepAttempt {
  readonly activityId: string;
  readonly attempt: number;
}

/**
 * The steps that this worker is at. From `close()` on it begins none: one that still comes is held until the worker
 * takes no more tasks, and then handed back.
 */
export class StepsInHand {
  private closed = false;
  private working = 0;
  private readonly ended = new Map<string, StepAttempt>();
  private readonly underWay = new Set<Promise<unknown>>();
  private idle: () => void = () => undefined;

  /**
   * The last step that ended here, by workflow id: its answer may still be on its way. A run has one step at a time.
   */
  get lastEnded(): ReadonlyMap<string, StepAttempt> {
    return this.ended;
  }

  /** Watches a step from its begin to its end. */
  readonly interceptor = (context: Context): { inbound: ActivityInboundCallsInterceptor } => ({
    inbound: {
      execute: async (input, next) => {
        if (this.closed) return holdUntilShutdown();
        this.working += 1;
        try {
          return await this.watched(next(input));
        } finally {
          const { workflowExecution, activityId, attempt } = context.info;
          if (workflowExecution) this.ended.set(workflowExecution.workflowId, { activityId, attempt });
          this.working -= 1;
          if (this.working === 0) this.idle();
        }
      },
    },
  });

  /** Resolves when the steps that are under way now have ended. Those that begin later are not waited for. */
  async passed(): Promise<void> {
    await Promise.allSettled([...this.underWay]);
  }

  private async watched<Result>(step: Promise<Result>): Promise<Result> {
    this.underWay.add(step);
    try {
      return await step;
    } finally {
      this.underWay.delete(step);
    }
  }

  /** Begins no more. Resolves when those under way have ended. */
  close(): Promise<void> {
    this.closed = true;
    return new Promise((resolve) => {
      if (this.working === 0) resolve();
      this.idle = resolve;
    });
  }
}

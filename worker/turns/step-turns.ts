import { setTimeout as wait } from 'node:timers/promises';
import { log, type Context, type Info } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { givenAway } from '../../activities/boundary';
import { giveAway, isGivenAway } from '../../activities/attempt/step-signal';

/** So long an attempt waits for the end of the one before it. What a step asks of others ends when it is called off. */
const END_LIMIT_MS = 5_000;

/** Steps that change something elsewhere. */
const SENDING: ReadonlySet<string> = new Set(['sendToDevo', 'pullEvents']);

interface Turn {
  readonly context: Context;
  readonly over: Promise<void>;
}

export interface StepTurnsPorts {
  /** Whether the engine still waits for this attempt; true when it cannot be asked. */
  readonly isWaitedFor: (info: Info) => Promise<boolean>;
}

/**
 * One step of a chain at a time, within this worker. A process that stood still finds several attempts of a step when
 * it goes on: the engine had put each into its hands, missed it, and gone on to the next. Only the one that the engine
 * waits for begins to send; what an earlier one is still at is called off first, and its end awaited.
 */
export class StepTurns {
  /** The turn that began last, by workflow id; one that is over is not here. */
  private readonly latest = new Map<string, Turn>();

  constructor(private readonly ports: StepTurnsPorts) {}

  /** Lets a step begin when it is its turn. */
  readonly interceptor = (context: Context): { inbound: ActivityInboundCallsInterceptor } => ({
    inbound: { execute: (input, next) => this.inTurn(context, () => next(input)) },
  });

  private async inTurn<Result>(context: Context, work: () => Promise<Result>): Promise<Result> {
    const { workflowExecution, activityType } = context.info;
    if (!workflowExecution) return work();
    const { workflowId } = workflowExecution;
    const mustAsk = SENDING.has(activityType) || this.latest.has(workflowId);
    if (mustAsk && !(await this.ports.isWaitedFor(context.info))) throw givenAway();
    const before = this.latest.get(workflowId);
    let end: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    const turn: Turn = { context, over };
    this.latest.set(workflowId, turn);
    try {
      if (before !== undefined) await this.endOf(before);
      if (isGivenAway(context)) throw givenAway();
      return await work();
    } finally {
      end();
      if (this.latest.get(workflowId) === turn) this.latest.delete(workflowId);
    }
  }

  private async endOf({ context, over }: Turn): Promise<void> {
    giveAway(context);
    const { activityType, attempt } = context.info;
    const isLate = await Promise.race([over.then(() => false), wait(END_LIMIT_MS, true, { ref: false })]);
    if (isLate) log.warn(`Attempt ${attempt} of ${activityType} was called off and does not end`);
  }
}

import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { StepAttempt, StepsInHand } from './steps-in-hand';

const STARTED = temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_STARTED;

/** Steps under way get this long to end by themselves; then they are taken away and go on elsewhere. */
const STEPS_LIMIT_MS = 5_000;

/**
 * So long the answers of ended steps are waited for to reach their runs. Here it takes milliseconds; an engine far
 * away takes longer.
 */
const ANSWERS_LIMIT_MS = 2_000;
const LOOK_EVERY_MS = 10;

/**
 * Brings a worker to where it can stop without anybody waiting for it afterwards: no step is under way, and no run has
 * a task that the engine has given, or is about to give, to this worker alone. Such a task would be missed only by its
 * time-out: 3 s for one that waits for the worker that remembers the run, 10 s for one that was on its way.
 *
 * So it goes on taking the tasks of runs, and begins no new steps, until the engine says that nothing is left.
 */
export async function comeToRest(steps: StepsInHand, client: Client): Promise<void> {
  await Promise.race([steps.close(), wait(STEPS_LIMIT_MS, undefined, { ref: false })]);
  const end = performance.now() + ANSWERS_LIMIT_MS;
  let waiting: readonly EndedStep[] = [...steps.lastEnded];
  while (waiting.length > 0 && performance.now() < end) {
    waiting = await notSettled(client, waiting, Date.now() + end - performance.now());
    if (waiting.length > 0) await wait(LOOK_EVERY_MS);
  }
}

type EndedStep = readonly [workflowId: string, step: StepAttempt];

async function notSettled(client: Client, ended: readonly EndedStep[], deadline: number): Promise<EndedStep[]> {
  const open = await client.withDeadline(deadline, () => Promise.all(ended.map((each) => isOpen(client, each))));
  return ended.filter((_, index) => open[index]);
}

/** Whether the engine has not heard yet of the step's end, or holds the task of the run that follows from it. */
async function isOpen(client: Client, [workflowId, step]: EndedStep): Promise<boolean> {
  try {
    const { raw } = await client.workflow.getHandle(workflowId).describe();
    return (
      Boolean(raw.pendingWorkflowTask) ||
      (raw.pendingActivities ?? []).some(
        (pending) =>
          pending.state === STARTED && pending.activityId === step.activityId && pending.attempt === step.attempt,
      )
    );
  } catch {
    return false; // of an engine that does not answer nothing can be waited for
  }
}

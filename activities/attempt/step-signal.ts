import { Context } from '@temporalio/activity';

interface StepSignal {
  /** Aborted when the step is called off, by the engine or here. */
  readonly signal: AbortSignal;
  readonly givenAway: AbortController;
}

const signals = new WeakMap<Context, StepSignal>();

/**
 * Aborted when this attempt shall do no more: the engine has called the step off, or this worker has found that the
 * engine has given it to a later attempt. The engine itself says so only in answer to a heartbeat.
 */
export function stepSignal(context: Context = Context.current()): AbortSignal {
  return signalsOf(context).signal;
}

/** Ends an attempt whose step is no longer its own. */
export function giveAway(context: Context): void {
  signalsOf(context).givenAway.abort(new Error('a later attempt has the step'));
}

/** Whether the attempt ends because a later one has the step. */
export function isGivenAway(context: Context = Context.current()): boolean {
  return signalsOf(context).givenAway.signal.aborted;
}

function signalsOf(context: Context): StepSignal {
  const known = signals.get(context);
  if (known) return known;
  const givenAway = new AbortController();
  const made = { givenAway, signal: AbortSignal.any([context.cancellationSignal, givenAway.signal]) };
  signals.set(context, made);
  return made;
}

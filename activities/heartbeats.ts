import { heartbeat } from '@temporalio/activity';

/** Often enough that a dead worker is noticed soon; the server hears at most one a second. */
const HEARTBEAT_EVERY_MS = 3_000;

/**
 * Heartbeats while something waits, always with the newest details: a heartbeat without them would wipe what a later
 * attempt needs to go on. There is none at once: what the work itself has to say first is then sent without delay.
 */
export async function withHeartbeats<Result>(
  details: () => unknown,
  work: () => Promise<Result>,
  everyMs = HEARTBEAT_EVERY_MS,
): Promise<Result> {
  const timer = setInterval(() => heartbeat(details()), everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/**
 * How long each step of a pull may take, in milliseconds. `start` bounds one attempt, `whole` all attempts with the
 * waiting between them. A step that no worker finishes in time fails the run; the next tick tries again.
 */
export const TIME_LIMITS = {
  /** Two small requests, or a login. */
  setup: { start: 2 * 60_000, whole: 20 * 60_000 },
  /** One download of at most 512 MB. */
  fetchCewl: { start: 10 * 60_000, whole: 30 * 60_000 },
  /** Pure computing: 200,000 rows take seconds. */
  dedupe: { start: 5 * 60_000, whole: 20 * 60_000 },
  /** Up to three deploy jobs of 40 minutes each, the ceiling that Devo's own client sets: a foreign one, added rows, removed rows. */
  sendToDevo: { start: 130 * 60_000, whole: 180 * 60_000 },
} as const;

/** A step whose worker is silent for so long is taken over by another. Long enough for a garbage collection of a large list. */
export const HEARTBEAT_LIMIT_MS = 20_000;

/**
 * Far more than all steps together: a step's own limit, which says what was slow, always comes first. It also counts
 * while no worker polls at all, and the signals of a run that ends by it would be lost; so it is a week, not hours.
 */
export const RUN_LIMIT_MS = 7 * 24 * 60 * 60_000;

/**
 * How long one task of the workflow may take where lists come from external storage: each list passes through the
 * workflow, and a large one takes seconds to be read and written there. The server allows no more; without large lists
 * its default of 10 s stays, because a worker that dies is then missed sooner.
 */
export const LARGE_TASK_LIMIT_MS = 120_000;

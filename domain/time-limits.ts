const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/*
 * Limits nest, each made of those inside it: a request, the call of a source or an output that makes it, an attempt of
 * the step that makes the call, all attempts of the step. So what is slow is always named by itself: the step's own
 * limit, which can only say that the step was slow, ends nothing but a worker that is lost.
 */

/** One request, in milliseconds. */
export const REQUEST_LIMITS = {
  /** Name lookup, TCP, proxy and TLS together. */
  connect: 10 * SECOND,
  /** A few hundred bytes each way. */
  login: 30 * SECOND,
  /**
   * Nothing is documented about the API's speed; packed, as it comes, a list of 100 MB needs 1 Mbit/s for it, one of
   * 512 MB 5 Mbit/s.
   */
  list: 2 * MINUTE,
  /** How long a request to Devo may stand still. */
  devo: MINUTE,
} as const;

/**
 * A message to a webhook, in milliseconds: one try, and all of them with the waiting between. The run waits for it, so
 * that a receiver that is slow or away delays the next pull by no more.
 */
export const NOTICE_LIMITS = { request: 5 * SECOND, whole: 15 * SECOND } as const;

/** A deploy job of Devo, in milliseconds: Devo's own client allows 40 minutes. */
export const JOB_LIMIT_MS = 40 * MINUTE;

/** What a step asks of a source or of one output, redirects and waiting for `requests_per_second` included. */
export const CALL_LIMITS = {
  /** One login, with the redirects that it may follow. */
  authenticate: 4 * REQUEST_LIMITS.login + 30 * SECOND,
  /** One download, a second one with a fresh token, and redirects of both. */
  fetchList: 3 * REQUEST_LIMITS.list + 2 * MINUTE,
  /** Metadata and jobs of a lookup, or an event connection that is tried. */
  inspect: 2 * REQUEST_LIMITS.devo + 30 * SECOND,
  /** Up to three jobs: a foreign one, added rows, removed rows. */
  deliver: 3 * JOB_LIMIT_MS + 5 * MINUTE,
} as const;

export type CallLimits = Readonly<Record<keyof typeof CALL_LIMITS, number>>;

/** The largest `retry_for_seconds`: an attempt may begin so long after the first one has. */
export const RETRY_LIMIT_MS = 10 * MINUTE;

/** How long a step waits for a worker with the right configuration. */
const MISMATCH_LIMIT_MS = 2 * MINUTE;

/** What a step does beside its calls. */
const SPARE_MS = 2 * MINUTE;

/** How long a step may take, in milliseconds. */
export interface StepLimits {
  /** One attempt. */
  readonly start: number;
  /**
   * All attempts with the waiting between them. When no worker has finished the step in time, the run fails; the next
   * tick tries again.
   */
  readonly whole: number;
}

/** Room for a first attempt, for the last one that may begin, and for what lies between them. */
function stepLimits(start: number): StepLimits {
  return { start, whole: 2 * start + RETRY_LIMIT_MS + MISMATCH_LIMIT_MS };
}

/**
 * Periods shorter than a minute are walked within one run for so long: a run costs the engine tens of kilobytes,
 * however little it does.
 */
export const EVENTS_WINDOW_MS = 5 * MINUTE;

/** The shortest period for which each walk is a run of its own. */
export const SHORTEST_RUN_PERIOD_MS = MINUTE;

const HOUR = 60 * MINUTE;

export const TIME_LIMITS = {
  /** Outputs are looked at beside each other. */
  setup: stepLimits(CALL_LIMITS.authenticate + CALL_LIMITS.inspect + SPARE_MS),
  fetchCewl: stepLimits(CALL_LIMITS.fetchList + SPARE_MS),
  /** Pure computing: 200,000 rows take seconds. */
  dedupe: stepLimits(5 * MINUTE),
  /** To one output. */
  sendToDevo: stepLimits(CALL_LIMITS.deliver + SPARE_MS),
  /** A walk over a backlog takes as long as it takes. An attempt that is cut goes on from its last page. */
  pullEvents: { start: 24 * HOUR, whole: 72 * HOUR },
  /** The receivers are told beside each other. Whether a worker is there or not: nothing may wait for this. */
  notify: { start: NOTICE_LIMITS.whole + 5 * SECOND, whole: 2 * NOTICE_LIMITS.whole },
  checkService: stepLimits(CALL_LIMITS.authenticate + CALL_LIMITS.fetchList + 2 * CALL_LIMITS.inspect + SPARE_MS),
} as const satisfies Record<string, StepLimits>;

/** Outputs get the list one after the other. */
export function sendLimits(outputs: number): StepLimits {
  return stepLimits(Math.max(outputs, 1) * CALL_LIMITS.deliver + SPARE_MS);
}

/**
 * A step whose worker is silent for so long is taken over by another. Long enough for a garbage collection of a large
 * list.
 */
export const HEARTBEAT_LIMIT_MS = 20_000;

/** A walk says much more often that it goes on: it also hears so that it is called off. */
export const WALK_HEARTBEAT_LIMIT_MS = 10_000;

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

import { setTimeout as wait } from 'node:timers/promises';
import { activityInfo, Context, heartbeat, log } from '@temporalio/activity';
import { errorInWords } from '../../errors/error-report';
import { fromIsoTime } from '../../domain/events/event-time';
import type { EventsOrder, EventsReached, EventsReceipt } from '../../domain/events/events-step';
import type { PinnedService } from '../../domain/pull-settings';
import type { CollectorError } from '../../errors/collector-error';
import { asCollectorError, redactedReport } from '../boundary';
import { runPinnedStep } from '../pinned-service';
import type { CollectorParts } from '../service-parts';
import { carryStep, resumeStep } from './carried-step';
import { eventsOf } from './events-of';
import type { EventsParts } from './events-parts';
import { sendToOutputs } from './send-to-outputs';
import { type StepProgress, walkForAWhile } from './walk-for-a-while';
import { createWalkLog } from './walk-log';
import { stepSignal } from '../attempt/step-signal';

/** A step hears with its heartbeats that it is called off. Where nobody tells it of news, it asks so often. */
const UNTOLD_HEARTBEAT_MS = 700;

/** Where somebody does: two may be late before the step is given up (`WALK_HEARTBEAT_LIMIT_MS`). */
const TOLD_HEARTBEAT_MS = 4_000;

/** A walk that is over by then does not listen: to begin costs the run's history once. */
const LISTENS_AFTER_MS = 300;

/**
 * Walks over the events that are due: once, or every period for a while. What a page holds goes from source to
 * outputs; the run gets only how far it has come. Called off, or told that the worker stops, it answers with what is
 * confirmed.
 */
export function createPullEvents(parts: CollectorParts) {
  return function pullEvents(pinned: PinnedService, order: EventsOrder): Promise<EventsReceipt> {
    const before: unknown = activityInfo().heartbeatDetails;
    let reached = (): unknown => before;
    const keep = (newer: () => EventsReached): void => {
      reached = newer;
    };
    return runPinnedStep(
      parts,
      pinned,
      {
        details: () => reached(),
        find: () => eventsOf(parts, pinned),
        everyMs: parts.news === undefined ? UNTOLD_HEARTBEAT_MS : TOLD_HEARTBEAT_MS,
      },
      (events) =>
        whileListening(
          parts,
          () => reached(),
          () => walk(parts, pinned, events, order, before, keep),
        ),
    );
  };
}

/** Heartbeats at once when something has happened in the run, for the step may be called off. */
async function whileListening<Result>(
  { news }: CollectorParts,
  details: () => unknown,
  work: () => Promise<Result>,
): Promise<Result> {
  const { workflowExecution } = activityInfo();
  const over = new AbortController();
  const timer = setTimeout(() => {
    if (workflowExecution) void news?.(workflowExecution, () => heartbeat(details()), over.signal);
  }, LISTENS_AFTER_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

/** How long walks may begin, in milliseconds: both times are Temporal's, and this machine's clock may be another. */
function timeLeft({ until }: EventsOrder): number {
  return until === null ? 0 : until - activityInfo().currentAttemptScheduledTimestampMs;
}

async function walk(
  parts: CollectorParts,
  pinned: PinnedService,
  events: EventsParts,
  order: EventsOrder,
  details: unknown,
  keep: (reached: () => EventsReached) => void,
): Promise<EventsReceipt> {
  const from = resumeStep(order, details);
  let latest = from.step;
  const outputs = sendToOutputs(events.outputs, from, {
    delivered: (name, sent, ms) => parts.delivered?.(name, 'events', sent, ms),
    ahead: () => tell(),
    refused: (error) => {
      log.error(errorInWords(redactedReport(error, parts.redact)));
    },
    report: (error) => redactedReport(error, parts.redact),
  });
  const words = createWalkLog(order, events.periodSeconds);
  const rules = { notBefore: fromIsoTime(order.not_before), overlap: events.overlapSeconds, limit: events.fetchLimit };
  const periodMs = order.until === null || events.periodSeconds === null ? null : events.periodSeconds * 1000;
  const carried = (step: StepProgress): EventsReached => carryStep(step, outputs);

  let told = latest;
  keep(() => carried(latest));

  /** What is worth to be kept is told at once; that nothing was found, with the next heartbeat. */
  function save(step: StepProgress): void {
    latest = step;
    if (hasMoved(told, step)) tell();
  }

  function tell(): void {
    told = latest;
    heartbeat(carried(latest));
  }

  const signal = AbortSignal.any([stepSignal(), ...(parts.stopping ? [parts.stopping] : [])]);
  const { reached, error } = await walkForAWhile(
    { from: from.step, rules, periodMs, lastsMs: timeLeft(order) },
    {
      source: events.source(),
      send: (messages, own) => outputs.send(messages, own),
      tagOf: events.tagOf,
      flattenBy: events.flattenBy,
      save,
      patience: {
        retryForMs: events.retryForSeconds * 1000,
        now: () => performance.now(),
        sleep: async (ms, own) => {
          await wait(ms, undefined, { signal: own });
        },
        onFailure: (failure, waitMs) => {
          log.warn(
            `${errorInWords(redactedReport(failure, parts.redact))}; it is tried again in ${String(waitMs / 1000)} s`,
          );
        },
      },
      timeOfDay: Date.now,
      log: (level, line) => {
        log[level](line);
      },
      addressSetting: events.addressSetting,
      begun: (startedAt) => words.begun(startedAt),
      walked: (step, tally, requests, startedAt) => {
        words.ended(step, tally, requests, startedAt, Date.now());
        parts.walked?.(pinned, startedAt);
      },
    },
    signal,
  );

  // A walk that is a run of its own is handed to another worker: the next run may be an hour away.
  const isCutShort = error === null && order.until === null && reached.walks === from.step.walks;
  if (isCutShort && parts.stopping?.aborted === true && !stepSignal().aborted) await Context.current().cancelled;

  if (error === null) return { reached: carried(reached), error: null, failed_output: null };
  const failures = [...outputs.failures()].map(([name, failure]): [string, CollectorError] => [
    name,
    asCollectorError(failure),
  ]);
  const failed = failures.find(([, failure]) => failure.id === error.id && failure.message === error.message);
  const reports = failures.map(([name, failure]) => [name, redactedReport(failure, parts.redact)] as const);
  return {
    reached: carried(reached),
    error: redactedReport(error, parts.redact),
    failed_output: failed?.[0] ?? null,
    ...(failed && { failed_outputs: Object.fromEntries(reports) }),
  };
}

/** Whether a step has delivered something since then, or is within a walk. */
function hasMoved(since: StepProgress, now: StepProgress): boolean {
  const { sent, added, changed, refused, withoutKey } = since.tally;
  return (
    now.place !== null ||
    now.progress.cursor !== since.progress.cursor ||
    now.tally.sent !== sent ||
    now.tally.added !== added ||
    now.tally.changed !== changed ||
    now.tally.refused !== refused ||
    now.tally.withoutKey !== withoutKey
  );
}

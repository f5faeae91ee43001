import { readDate } from '../../config/historical-date';
import { resumeProgress } from '../../packing/progress';
import { isoTime, fromIsoTime } from '../../domain/events/event-time';
import { walkBounds } from '../../domain/events/state/events-progress';
import type { DeliveredWindow, EventsPreview } from '../../domain/events/events-preview';
import { applyConfiguredEventsReset } from '../../domain/events/state/events-reset';
import { EMPTY_EVENTS_STATE, type EventsState } from '../../domain/events/state/events-state';
import { prePull } from '../../domain/events/walk/pre-pull';
import type { SeenEvents } from '../../domain/events/state/seen-events';
import type { ServiceRef } from '../../domain/pull-settings';
import type { ThreatquotientSource } from '../../sources/threatquotient/threatquotient-source';
import { atBoundary } from '../boundary';
import { withHeartbeats } from '../heartbeats';
import type { CollectorParts } from '../service-parts';
import { eventsOf } from './events-of';
import type { EventsParts } from './events-parts';
import { stepSignal } from '../attempt/step-signal';

const FIRST = { offset: 0, isAnchored: false } as const;

/**
 * Asks for the first page of the next walk, and for the count of what was delivered. Sends nothing; the answer holds
 * ids alone.
 */
export function createInspectEvents(parts: CollectorParts) {
  return function inspectEvents(ref: ServiceRef, carried: EventsState | null): Promise<EventsPreview> {
    return atBoundary({ redact: parts.redact, retryForSeconds: 0 }, () =>
      withHeartbeats(
        () => undefined,
        () => inspect(eventsOf(parts, ref), carried ?? EMPTY_EVENTS_STATE),
      ),
    );
  };
}

async function inspect(events: EventsParts, carried: EventsState): Promise<EventsPreview> {
  const source = events.source();
  const signal = stepSignal();
  const tally = { requests: 0 };
  await source.authenticate(tally, signal);
  const date = events.history === undefined ? null : readDate(events.history.from);
  const historical = date === null ? null : Math.floor(date / 1000);
  const state = prePull(
    applyConfiguredEventsReset(carried, events.resetPersistenceAuth),
    historical,
    Date.now() / 1000,
  );
  const { cursor, seen } = resumeProgress({ cursor: state.cursor ?? '', seen: state.seen });
  const notBefore = fromIsoTime(state.not_before ?? state.cursor ?? '');
  const rules = { notBefore, overlap: events.overlapSeconds, limit: events.fetchLimit, paging: 'offset' as const };
  const bounds = walkBounds(cursor, rules, source.serverNow());
  const page = await source.fetchPage({ place: FIRST, limit: events.fetchLimit, bounds }, tally, signal);
  const told = page.elements.filter(({ body, isDeleted }) => body !== null || !isDeleted);
  const due = told.filter(({ row }) => !seen.knows(row) && (row.updatedAt === null || row.updatedAt >= bounds.lower));
  const known = (id: string | null): boolean => id !== null && seen.knowsId(id);
  const ids = due.flatMap(({ row }) => row.id ?? []);
  return {
    outcome: due.length > 0 ? 'would_deliver' : 'unchanged',
    received: page.elements.length,
    duplicates: told.length - due.length,
    without_key: due.length - ids.length,
    added: ids.filter((id) => !known(id)),
    changed: ids.filter(known),
    removed: [],
    total: page.total,
    window:
      seen.size === 0 ? null : await deliveredWindow(source, seen, { lower: bounds.lower, upper: cursor + 1 }, signal),
  };
}

async function deliveredWindow(
  source: ThreatquotientSource,
  seen: SeenEvents,
  bounds: { readonly lower: number; readonly upper: number },
  signal: AbortSignal,
): Promise<DeliveredWindow> {
  const { total } = await source.fetchPage({ place: FIRST, limit: 1, bounds }, { requests: 0 }, signal);
  return {
    from: isoTime(bounds.lower),
    to: isoTime(bounds.upper - 1),
    delivered: seen.eventsFrom(bounds.lower),
    counted: total,
  };
}

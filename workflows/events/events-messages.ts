import { log } from '@temporalio/workflow';
import { applyEventsReset } from '../../domain/events/state/events-reset';
import type { EventsState } from '../../domain/events/state/events-state';
import type { Message } from '../messages';

/** What a signal does to the state of a service of events. */
export function applyEventsMessage(state: EventsState, message: Message): EventsState {
  if ('release' in message) {
    log.info('Events are never held: the release is ignored');
    return state;
  }
  const next = applyEventsReset(state, message.reset);
  log.info(
    next === state
      ? 'The reset value is the one already seen: nothing to do'
      : 'Persistence is reset: events are delivered again from the historical date on',
  );
  return next;
}

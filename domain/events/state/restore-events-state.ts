import { insistOnReadable } from '../../insist-on-readable';
import { CollectorError } from '../../../errors/collector-error';
import { EMPTY_EVENTS_STATE, EVENTS_STATE_VERSION, type EventsState } from './events-state';

/** Steps from a version to the next one. None yet: version 1 is the first. */
const MIGRATIONS: Readonly<Record<number, (state: object) => object>> = {};

/**
 * The state of the run before, the seed, or nothing. A state of another kind or of a newer version is refused by name:
 * a guess here would deliver the wrong thing.
 */
export function restoreEventsState(carried: unknown): EventsState {
  if (carried === undefined || carried === null) return EMPTY_EVENTS_STATE;
  insistOnReadable(carried, 'the state');
  let state = eventsStateOf(carried);
  while (state.version < EVENTS_STATE_VERSION) {
    const migrate = MIGRATIONS[state.version];
    if (!migrate) throw unknownVersion(state.version);
    state = eventsStateOf(migrate(state));
  }
  if (state.version > EVENTS_STATE_VERSION) throw unknownVersion(state.version);
  // The version is the parsed edge: this collector wrote the state, and Temporal kept it.
  return state as EventsState;
}

function eventsStateOf(carried: unknown): { readonly version: number } {
  if (typeof carried !== 'object' || carried === null || !('version' in carried)) {
    throw new CollectorError('state_version', { seen: 'no version' });
  }
  if (!('kind' in carried) || carried.kind !== 'events')
    throw new CollectorError('state_version', { seen: 'not a state of events' });
  const { version } = carried;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) {
    throw new CollectorError('state_version', { seen: 'no version' });
  }
  return { ...carried, version };
}

function unknownVersion(version: number): CollectorError {
  return new CollectorError('state_version', {
    seen: `version ${version}, and this collector reads ${EVENTS_STATE_VERSION}`,
  });
}

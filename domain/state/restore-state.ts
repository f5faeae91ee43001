import { insistOnReadable } from '../insist-on-readable';
import { EMPTY_STATE, STATE_VERSION, type PullState } from './pull-state';
import { CollectorError } from '../../errors/collector-error';

/** Steps from a version to the next one. None yet: version 1 is the first. */
const MIGRATIONS: Readonly<Record<number, (state: object) => object>> = {};

/**
 * The state of the run before, the seed, or nothing. Migrated when it is older; refused by name when it is newer or
 * not a state at all: a guess here would deliver the wrong thing.
 */
export function restoreState(carried: unknown): PullState {
  if (carried === undefined || carried === null) return EMPTY_STATE;
  insistOnReadable(carried, 'the state');
  let state: object = carried;
  let version = versionOf(state);
  while (version < STATE_VERSION) {
    const migrate = MIGRATIONS[version];
    if (!migrate)
      throw new CollectorError('state_version', {
        seen: `version ${version}, and this collector reads ${STATE_VERSION}`,
      });
    state = migrate(state);
    version += 1;
  }
  if (version > STATE_VERSION)
    throw new CollectorError('state_version', {
      seen: `version ${version}, and this collector reads ${STATE_VERSION}`,
    });
  // The version is the parsed edge: this collector wrote the state, and Temporal kept it.
  return state as PullState;
}

function versionOf(state: unknown): number {
  if (typeof state !== 'object' || state === null || !('version' in state))
    throw new CollectorError('state_version', { seen: 'no version' });
  const { version } = state;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0)
    throw new CollectorError('state_version', { seen: 'no version' });
  return version;
}

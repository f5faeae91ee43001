import { badAnswers } from './bad-answers';
import { badLists } from './bad-lists';
import { changes } from './changes';
import { database } from './database';
import { events } from './events';
import { hollowLists } from './hollow-lists';
import { kills } from './kills';
import { people } from './people';
import type { Scenario } from './scenario';
import { secrets } from './secrets';
import { settings } from './settings';
import { severalOutputs } from './several-outputs';
import { terminals } from './terminals';
import { waiting } from './waiting';
import { wires } from './wires';
import { worlds } from './worlds';

/** All scenarios, the long ones first so that the lanes end together. */
export const SCENARIOS: readonly Scenario[] = [
  ...events,
  ...severalOutputs,
  ...kills,
  ...badAnswers,
  ...waiting,
  ...wires,
  ...settings,
  ...terminals,
  ...worlds,
  ...secrets,
  ...badLists,
  ...hollowLists,
  ...people,
  ...changes,
];

/** What another engine can change: processes that are killed, and its database. */
export const POSTGRES_SCENARIOS: readonly Scenario[] = [...database, ...kills, ...changes];

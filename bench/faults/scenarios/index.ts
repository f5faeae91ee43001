import { badAnswers } from './bad-answers';
import { badLists } from './bad-lists';
import { changes } from './changes';
import { database } from './database';
import { kills } from './kills';
import type { Scenario } from './scenario';
import { secrets } from './secrets';
import { waiting } from './waiting';
import { wires } from './wires';
import { worlds } from './worlds';

/** All scenarios, the long ones first so that the lanes end together. */
export const SCENARIOS: readonly Scenario[] = [...kills, ...badAnswers, ...waiting, ...wires, ...worlds, ...secrets, ...badLists, ...changes];

/** What another engine can change: processes that are killed, and its database. */
export const POSTGRES_SCENARIOS: readonly Scenario[] = [...database, ...kills, ...changes];

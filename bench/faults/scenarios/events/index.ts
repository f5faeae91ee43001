import type { Scenario } from '../scenario';
import { clocks } from './clocks';
import { kills } from './kills';
import { servers } from './servers';
import { wires } from './wires';

/** A service of events beside the list, the long ones first. */
export const events: readonly Scenario[] = [...wires, ...kills, ...clocks, ...servers];

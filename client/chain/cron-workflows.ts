import type { InputSettings } from '../../config/schema/input';
import { EVENTS_WORKFLOW_TYPE, WORKFLOW_TYPE } from '../../domain/message-names';
import type * as workflows from '../../workflows';

/** The workflows that crons run, by their functions: an editor leads from a workflow to here, and from here to it. */
export const CRON_WORKFLOWS = {
  cewlPull: WORKFLOW_TYPE,
  kevPull: 'kevPull',
  eventsPull: EVENTS_WORKFLOW_TYPE,
} satisfies { [Name in keyof typeof workflows]?: Name };

/** Which of them pulls the services of an input, by the input's type. */
export const WORKFLOW_OF_INPUT = {
  ctci: CRON_WORKFLOWS.cewlPull,
  cisa_kev: CRON_WORKFLOWS.kevPull,
  threatquotient: CRON_WORKFLOWS.eventsPull,
} satisfies Record<InputSettings['type'], string>;

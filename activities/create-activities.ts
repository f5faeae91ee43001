import { createCheckService } from './check-service';
import { createDedupe } from './dedupe';
import { createFetchCewl } from './fetch-cewl';
import { createInspectEvents } from './events/inspect-events';
import { createPullEvents } from './events/pull-events';
import { createNotify } from './notify';
import { createSendToDevo } from './send-to-devo';
import type { CollectorParts } from './service-parts';
import { createSetup } from './setup';
import { withReadable } from './with-readable';

/** The steps as the workflows call them: an editor leads from a call to the line here, and on to what does it. */
export type Activities = ReturnType<typeof createActivities>;

/**
 * The steps of all pulls and the check, as Temporal activities. Arguments and results pass as they are; one that cannot
 * be read ends the step.
 */
export function createActivities(parts: CollectorParts) {
  return {
    setup: withReadable(createSetup(parts)),
    fetchCewl: withReadable(createFetchCewl(parts)),
    dedupe: withReadable(createDedupe(parts)),
    sendToDevo: withReadable(createSendToDevo(parts)),
    pullEvents: withReadable(createPullEvents(parts)),
    inspectEvents: withReadable(createInspectEvents(parts)),
    notify: withReadable(createNotify(parts)),
    checkService: withReadable(createCheckService(parts)),
  };
}

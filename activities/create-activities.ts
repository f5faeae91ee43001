import { createCheckService } from './check-service';
import { createDedupe } from './dedupe';
import { createFetchCewl } from './fetch-cewl';
import type { EventsSettings } from '../domain/events/events-settings';
import type { PullSettings } from '../domain/pull-settings';
import type { EventsActivities } from './events/interface';
import { createInspectEvents } from './events/inspect-events';
import { createPullEvents } from './events/pull-events';
import type { ListActivities, CheckActivities, NoticeActivities } from './interface';
import { createNotify } from './notify';
import { createSendToDevo } from './send-to-devo';
import type { CollectorParts } from './service-parts';
import { createSetup } from './setup';
import { withReadable } from './with-readable';

/** `setup` answers as the service's kind wants it. */
type AllActivities = Omit<ListActivities, 'setup'> &
  Omit<EventsActivities, 'setup'> &
  CheckActivities &
  NoticeActivities & {
    setup(...args: Parameters<ListActivities['setup']>): Promise<PullSettings | EventsSettings>;
  };

/** The steps of all pulls and the check, as Temporal activities. */
export function createActivities(parts: CollectorParts): AllActivities {
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

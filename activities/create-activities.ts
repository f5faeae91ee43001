import { createCheckService } from './check-service';
import { createDedupe } from './dedupe';
import { createFetchCewl } from './fetch-cewl';
import type { CewlActivities, CheckActivities } from './interface';
import { createSendToDevo } from './send-to-devo';
import type { CollectorParts } from './service-parts';
import { createSetup } from './setup';

/** The four steps of a pull and the check, as Temporal activities. */
export function createActivities(parts: CollectorParts): CewlActivities & CheckActivities {
  return {
    setup: createSetup(parts),
    fetchCewl: createFetchCewl(parts),
    dedupe: createDedupe(parts),
    sendToDevo: createSendToDevo(parts),
    checkService: createCheckService(parts),
  };
}

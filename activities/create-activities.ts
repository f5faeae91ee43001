import { createCheckService } from './check-service';
import { createDedupe } from './dedupe';
import { createFetchCewl } from './fetch-cewl';
import type { CewlActivities, CheckActivities } from './interface';
import { createSendToDevo } from './send-to-devo';
import type { CollectorParts } from './service-parts';
import { createSetup } from './setup';
import { withReadable } from './with-readable';

/** The four steps of a pull and the check, as Temporal activities. */
export function createActivities(parts: CollectorParts): CewlActivities & CheckActivities {
  return {
    setup: withReadable(createSetup(parts)),
    fetchCewl: withReadable(createFetchCewl(parts)),
    dedupe: withReadable(createDedupe(parts)),
    sendToDevo: withReadable(createSendToDevo(parts)),
    checkService: withReadable(createCheckService(parts)),
  };
}

import { z } from 'zod';
import { setting } from '../setting-facts';
import { eventEndpoint } from './event-endpoint';
import { lookupName, outputType } from './shared-settings';

/** A lookup written by `my.lookup.*` events. Devo announced the end of this way for 1 January 2026. */
export const devoLookupLegacy = z.strictObject({
  type: outputType(
    'devo_lookup_legacy',
    'A lookup written by `my.lookup` events. Devo announced the end of this way for 1 January 2026: use `devo_lookup`.',
  ),
  config: setting(
    z.strictObject({
      ...eventEndpoint,
      lookup_name: lookupName,
      delay: setting(z.number().min(0).max(300).default(5), {
        description: 'Pause after the START and before the END event.',
        unit: 'seconds',
        example: 10,
      }),
    }),
    { description: 'Where the events go, the client certificate of the domain, and the lookup.' },
  ),
});

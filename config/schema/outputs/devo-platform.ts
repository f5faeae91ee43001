import { z } from 'zod';
import { setting } from '../setting-facts';
import { eventEndpoint } from './event-endpoint';
import { outputType, tag } from './shared-settings';

/** Events through Devo's TLS syslog endpoint. */
export const devoPlatform = z.strictObject({
  type: outputType('devo_platform', "Events through Devo's TLS syslog endpoint."),
  config: setting(
    z.strictObject({
      ...eventEndpoint,
      tag,
      gzip: setting(z.boolean().default(false), { description: 'Send batches compressed.', example: true }),
    }),
    { description: 'Where the events go, and the client certificate of the domain.' },
  ),
});

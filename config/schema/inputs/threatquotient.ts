import { z } from 'zod';
import { inputType } from '../input-type';
import { setting } from '../setting-facts';
import { entryName } from '../text';
import { eventsService } from './events-service';
import { enabledInput, inputId, peerSettings } from './peer-settings';
import { threatquotientAddress } from './threatquotient-address';
import { threatquotientCredentials } from './threatquotient-credentials';

/** Settings of an input that events of ThreatQuotient come from. */
export const threatquotientInput = z.strictObject({
  type: inputType(
    'threatquotient',
    'Events of ThreatQuotient. The type of an input called `threatquotient_data_puller`.',
  ),
  id: inputId(),
  enabled: enabledInput,
  api_base_url: threatquotientAddress('Address of ThreatQ. Here, or in the service, not in both.'),
  credentials: threatquotientCredentials('The user that reads events. Here, or in the service, not in both.'),
  ...peerSettings({ peer: 'ThreatQ', pace: 10 }),
  services: setting(z.record(entryName(), eventsService), {
    description: 'Services by name. A name is of lower-case letters, digits and `_`; the usual one is `events`.',
    expected: 'a mapping from names to services',
  }),
});

export type ThreatquotientInput = z.output<typeof threatquotientInput>;

import type { ServiceRef } from '../../domain/pull-settings';
import type { CollectorParts } from '../service-parts';
import type { EventsParts } from './events-parts';
import { CollectorError } from '../../errors/collector-error';

/** The parts of a service of events. Throws CollectorError `service_unknown`. */
export function eventsOf(
  parts: CollectorParts,
  { input, service, config }: ServiceRef & { readonly config?: string },
): EventsParts {
  const found = parts.events?.(input, service, config);
  if (found) return found;
  throw new CollectorError('service_unknown', {
    setting: `inputs.${input}.services.${service}`,
    seen: 'this worker has no service of events of that name',
  });
}

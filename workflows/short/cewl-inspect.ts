import type { PullSettings, ServiceRef } from '../../domain/pull-settings';
import { setUp } from '../steps';

/** What `setup` says of a service: for comparing what Devo holds with the carried state. */
export function cewlInspect(service: ServiceRef): Promise<PullSettings> {
  return setUp(service, true);
}

import type { GlobalSettings } from './schema/globals';

type Collector = Pick<GlobalSettings, 'name' | 'id'>;

/** The workflow of a service. Id, input and service hold no hyphen, so that two services never share an id. */
export function workflowId(collector: Collector, input: string, service: string): string {
  return `${collector.name}-${collector.id}-${input}-${service}`;
}

/** The task queue of a collector: collectors beside each other never take each other's work. */
export function taskQueue(collector: Collector): string {
  return `ctci-collector-${collector.name}-${collector.id}`;
}

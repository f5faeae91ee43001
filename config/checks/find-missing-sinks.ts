import type { Finding } from '../load/finding';
import type { Outline } from './outline';

/** A webhook tells of deliveries and is none: a service needs an output that gets what is pulled. */
export function findMissingSinks({ services, outputs }: Outline): Finding[] {
  return services.flatMap(({ path, outputs: named }): Finding[] => {
    const types = named.map(({ name }) => outputs.get(name)?.type);
    if (types.length === 0 || types.some((type) => type !== 'webhook')) return [];
    return [
      {
        id: 'setting_value',
        path: [...path, 'outputs'],
        found: 'only outputs of type webhook, which get no list',
        expected: 'an output that gets what is pulled beside them, such as one of type devo_lookup or console',
      },
    ];
  });
}

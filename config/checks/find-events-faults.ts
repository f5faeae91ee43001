import type { Finding } from '../load/finding';
import { member, valueAt } from '../load/plain-data';
import type { OutputConfig } from '../schema/outputs/output';
import type { Outline, OutlinedService } from './outline';

/** Which outputs a service of events may have; the others hold a list. */
const TAKES_EVENTS = {
  devo_platform: true,
  devo_http: true,
  console: true,
  webhook: true,
  devo_lookup: false,
  devo_lookup_legacy: false,
} satisfies Record<OutputConfig['type'], boolean>;

/**
 * What a service of events needs beside its own settings: an address and a user in one of two places, and outputs for
 * events.
 */
export function findEventsFaults(data: unknown, outline: Outline): Finding[] {
  return outline.services
    .filter(({ kind }) => kind === 'events')
    .flatMap((service) => [...placeFaults(data, service), ...outputFaults(service, outline)]);
}

function placeFaults(data: unknown, { path, given }: OutlinedService): Finding[] {
  const input = path.slice(0, 2);
  return (['api_base_url', 'credentials', 'verify_host_ssl_cert'] as const).flatMap((name): Finding[] => {
    const ofInput = member(valueAt(data, input), name) !== undefined;
    const ofService = member(given, name) !== undefined;
    if (ofInput && ofService) {
      const id = name === 'credentials' ? 'secret_given_twice' : 'setting_value';
      return [
        { id, path: [...path, name], found: `${name} both in the input and in its service`, expected: 'one of them' },
      ];
    }
    if (ofInput || ofService || name === 'verify_host_ssl_cert') return [];
    const expected =
      name === 'credentials'
        ? 'a mapping with username and password'
        : 'http[s]://{ip_address_or_domain}{:optional_port}';
    return [{ id: `${name}_missing` as const, path: [...input, name], found: 'nothing', expected, missing: [name] }];
  });
}

function outputFaults({ path, outputs }: OutlinedService, outline: Outline): Finding[] {
  return outputs.flatMap(({ name, index }): Finding[] => {
    const output = outline.outputs.get(name);
    if (!output || TAKES_EVENTS[output.type]) return [];
    return [
      {
        id: 'setting_value',
        path: [...path, 'outputs', index],
        found: `the output ${name} of type ${output.type}, which holds a list`,
        expected: 'an output of type devo_platform, devo_http or console',
      },
    ];
  });
}

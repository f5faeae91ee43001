import { isMapping, member, type Mapping } from '../load/plain-data';
import type { SettingPath } from '../load/setting-path';
import { LIST_SERVICES, type ListServiceSettings } from '../schema/input';
import { outputSettings, type OutputConfig } from '../schema/outputs/output';
import { isListType } from '../../sources/lists';

/** One service as far as it can be understood, so that checks across settings work beside other errors. */
export interface OutlinedService {
  readonly path: SettingPath;
  readonly given: Mapping;
  /** What it pulls. */
  readonly kind: 'list' | 'events';
  /** Type of its input, whatever stands there. */
  readonly type: unknown;
  /** Null when the service itself is in error, and for one of events. */
  readonly settings: ListServiceSettings | null;
  /** Names under its `outputs`, with their index there. */
  readonly outputs: readonly { readonly name: string; readonly index: number }[];
  readonly enabled: boolean;
}

export interface Outline {
  readonly services: readonly OutlinedService[];
  /** Every output that is named, or null when it is in error. */
  readonly outputs: ReadonlyMap<string, OutputConfig | null>;
}

/** What can be understood of a configuration that may be wrong in places. */
export function outlineOf(data: unknown): Outline {
  const outputs = new Map<string, OutputConfig | null>();
  for (const [name, output] of entriesOf(member(data, 'outputs'))) {
    outputs.set(name, outputSettings.safeParse(output).data ?? null);
  }
  const services: OutlinedService[] = [];
  for (const [input, settings] of entriesOf(member(data, 'inputs'))) {
    const inputEnabled = member(settings, 'enabled') !== false;
    const type = member(settings, 'type');
    for (const [service, given] of entriesOf(member(settings, 'services'))) {
      if (isMapping(given))
        services.push(outlineService(['inputs', input, 'services', service], given, inputEnabled, type));
    }
  }
  return { services, outputs };
}

function outlineService(path: SettingPath, given: Mapping, inputEnabled: boolean, type: unknown): OutlinedService {
  const kind = type === 'threatquotient' ? 'events' : 'list';
  const names = member(given, 'outputs');
  const outputs: { name: string; index: number }[] = [];
  if (Array.isArray(names)) {
    names.forEach((name: unknown, index) => {
      if (typeof name === 'string') outputs.push({ name, index });
    });
  }
  const schema = LIST_SERVICES[isListType(type) ? type : 'ctci'];
  const settings = kind === 'list' ? (schema.safeParse(given).data ?? null) : null;
  return { path, given, kind, type, settings, outputs, enabled: inputEnabled && member(given, 'enabled') !== false };
}

function entriesOf(value: unknown): [string, unknown][] {
  return isMapping(value) ? Object.entries(value) : [];
}

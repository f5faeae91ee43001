import { collectorConfig } from '../schema/config';
import type { Choice, SettingFacts } from '../schema/setting-facts';
import { schemaAt, walkSettings } from '../schema/walk-settings';
import type { Finding } from './finding';
import { isMapping, member } from './plain-data';
import type { SettingPath } from './setting-path';

/**
 * Finds mappings in which not exactly one of several ways is taken: no token at all, region and url, a name without
 * password.
 */
export function findChoiceFaults(data: unknown): Finding[] {
  const findings: Finding[] = [];
  walkSettings(collectorConfig, data, ({ facts, path, value }) => {
    if (!isMapping(value)) return;
    for (const choice of facts?.choices ?? []) findings.push(...choiceFaults(choice, data, path, value));
  });
  return findings;
}

function choiceFaults(choice: Choice, data: unknown, path: SettingPath, mapping: Record<string, unknown>): Finding[] {
  const begun = choice.groups.filter((group) => group.some((name) => member(mapping, name) !== undefined));
  const names = choice.groups.flat();
  const ways = choice.groups.map((group) => group.join(' + ')).join(' or ');
  const [group, second] = begun;
  if (!group) {
    const first = names[0] ?? '';
    return [{ id: choice.missing, path: [...path, first], found: 'nothing', expected: ways, missing: names }];
  }
  if (second) {
    return [
      {
        id: choice.twice,
        path: [...path, second[0] ?? ''],
        found: `both ${group.join(' + ')} and ${second.join(' + ')}`,
        expected: `either ${ways}`,
      },
    ];
  }
  const absent = group.filter((name) => member(mapping, name) === undefined);
  return absent.map((name) => ({
    id: factsAt(data, [...path, name])?.errors?.missing ?? 'setting_missing',
    path: [...path, name],
    found: 'nothing',
    expected: `${name} beside ${group.filter((other) => other !== name).join(' and ')}`,
    missing: [name],
  }));
}

function factsAt(data: unknown, path: SettingPath): SettingFacts | undefined {
  return schemaAt(collectorConfig, data, path)?.facts;
}

import { KEY_COLUMN } from '../../domain/list/list';
import { listOf } from '../../sources/lists';
import type { Finding } from '../load/finding';
import type { Outline, OutlinedService } from './outline';

/** The key column finds a row in a lookup: it must arrive as it is. */
export function findObfuscatedKeys(outline: Outline): Finding[] {
  return outline.services.filter((service) => fillsLookup(service, outline)).flatMap(obfuscatedKeys);
}

function fillsLookup(service: OutlinedService, outline: Outline): boolean {
  return service.outputs.some(({ name }) => outline.outputs.get(name)?.type.startsWith('devo_lookup'));
}

function obfuscatedKeys(service: OutlinedService): Finding[] {
  const findings: Finding[] = [];
  const { columnName } = listOf(service.type);
  service.settings?.obfuscation.forEach((rule, ruleIndex) => {
    rule.fields.forEach((field, fieldIndex) => {
      if (columnName(field) !== KEY_COLUMN) return;
      const path = [...service.path, 'obfuscation', ruleIndex, 'fields', fieldIndex];
      findings.push({ id: 'key_obfuscated', path, found: `the key column ${KEY_COLUMN}`, expected: 'other columns' });
    });
  });
  return findings;
}

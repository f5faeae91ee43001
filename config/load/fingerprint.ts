import { createHash } from 'node:crypto';
import { collectorConfig } from '../schema/config';
import { walkSettings } from '../schema/walk-settings';
import { isMapping } from './plain-data';
import { setAt } from './set-at';

/**
 * Hex fingerprint of what a configuration says, defaults filled in. Without the values of secrets, and without paths:
 * where a file lies may differ between workers that run one configuration.
 */
export function fingerprintOf(data: unknown): string {
  const masked: unknown = structuredClone(data);
  walkSettings(collectorConfig, data, ({ facts, path, value }) => {
    if (facts?.secret && value !== undefined) setAt(masked, path, 'secret');
    if (facts?.file && value !== undefined) setAt(masked, path, 'file');
  });
  return createHash('sha256').update(canonicalJson(collectorConfig.parse(masked))).digest('hex');
}

/** JSON with the names of every mapping in order, so that the order in the file makes no difference. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, item: unknown) => {
    if (!isMapping(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

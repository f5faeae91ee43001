import { createHash, createHmac } from 'node:crypto';
import { collectorConfig } from '../schema/config';
import { walkSettings } from '../schema/walk-settings';
import { isMapping } from './plain-data';
import { setAt } from './set-at';

/**
 * Hex fingerprint of what a configuration says, defaults filled in. Without paths: where a file lies may differ between
 * workers that run one configuration. Without the values of secrets, but for an HMAC of those that shape what is
 * delivered: workers with two keys of an obfuscation would send two texts for one value.
 */
export function fingerprintOf(data: unknown): string {
  const masked: unknown = structuredClone(data);
  walkSettings(collectorConfig, data, ({ facts, path, value }) => {
    if (facts?.secret && value !== undefined) setAt(masked, path, facts.shapesDelivery ? hmacUnder(value) : 'secret');
    if (facts?.file && value !== undefined) setAt(masked, path, 'file');
  });
  return createHash('sha256').update(canonicalJson(collectorConfig.parse(masked))).digest('hex');
}

/** What stands for a secret: whoever has not got it cannot work it out, and another one gives another text. */
function hmacUnder(secret: unknown): string {
  return createHmac('sha256', String(secret)).update('configuration fingerprint').digest('hex');
}

/** JSON with the names of every mapping in order, so that the order in the file makes no difference. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, item: unknown) => {
    if (!isMapping(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

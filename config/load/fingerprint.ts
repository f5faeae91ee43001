import { createHash, createHmac } from 'node:crypto';
import { collectorConfig, PARSED_ONCE, type CollectorConfig } from '../schema/config';
import { walkSettings } from '../schema/walk-settings';
import { isMapping } from './plain-data';
import { removeAt, setAt } from './set-at';

/** Names a service of a configuration. */
interface ServiceName {
  readonly input: string;
  readonly service: string;
}

/**
 * Makes hex fingerprints of what a configuration says of its services' pulls; null of a service that it does not have.
 */
export type Fingerprints = (name: ServiceName) => string | null;

/**
 * A service's fingerprint follows what shapes its pulls, defaults filled in: the input, the service, and its outputs in
 * their order. Not what else a worker does (metrics, logging, statistics, other services), nor when it is to pull: two
 * workers may differ in that. Without paths: where a file lies may differ as well. Without the values of secrets, but
 * for an HMAC of those that shape what is delivered: workers with two keys of an obfuscation would send two texts for
 * one value.
 *
 * @param data a configuration that is valid, as it was read
 */
export function fingerprintsOf(data: unknown): Fingerprints {
  let masked: CollectorConfig | null = null; // made when it is asked for: most clients never do
  return (name) => {
    masked ??= maskedConfig(data);
    const shaping = shapingPulls(masked, name);
    return shaping && createHash('sha256').update(canonicalJson(shaping)).digest('hex');
  };
}

/** What shapes pulls, without what is secret or lies in a file. */
function maskedConfig(data: unknown): CollectorConfig {
  const masked: unknown = structuredClone(data);
  walkSettings(collectorConfig, data, ({ facts, path, value }) => {
    if (value === undefined) return;
    if (facts?.secret) setAt(masked, path, facts.shapesDelivery ? hmacUnder(value) : (facts.maskedAs ?? 'secret'));
    if (facts?.file) setAt(masked, path, 'file');
    if (facts?.besidePulls) removeAt(masked, path);
  });
  return collectorConfig.parse(masked, PARSED_ONCE);
}

function shapingPulls({ globals, inputs, outputs }: CollectorConfig, { input, service }: ServiceName): object | null {
  const found = Object.hasOwn(inputs, input) ? inputs[input] : undefined;
  const ofService = found && Object.hasOwn(found.services, service) ? found.services[service] : undefined;
  if (!found || !ofService) return null;
  const { services: _all, type, ...ofInput } = found;
  return {
    external_storage: globals.external_storage !== undefined,
    // A list's input was once the only kind: workers of then and of now agree on it.
    input: type === 'ctci' ? ofInput : { type, ...ofInput },
    service: ofService,
    outputs: ofService.outputs.map((name) => [name, outputs[name] ?? null]),
  };
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

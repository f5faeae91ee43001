import type { Logger } from 'pino';
import type { CollectorParts, ServiceParts } from '../../activities/service-parts';
import type { EventsParts } from '../../activities/events/events-parts';
import type { EnabledService } from '../../config/enabled-services';
import { CollectorError } from '../../errors/collector-error';
import { senderOf } from '../../domain/state/sender-totals';
import type { ConfigInUse } from '../configuration/config-in-use';
import { eventsParts } from './events-parts';
import { listParts } from './list-parts';
import { runLinks } from './run-links';
import type { CollectorMetrics } from '../metrics/collector-metrics';
import type { SenderStatistics } from '../sender-statistics';

/** What a worker runs by, as far as its parts are made of it. */
export type ConfigOfParts = Pick<ConfigInUse, 'loaded' | 'redact' | 'refreshSecrets' | 'faultOf' | 'learn'>;

type Made =
  { readonly kind: 'list'; readonly parts: ServiceParts } | { readonly kind: 'events'; readonly parts: EventsParts };

/** A service, put together out of one configuration. */
interface Assembly {
  readonly fingerprint: string | null;
  /** The configuration of it, secrets included: for comparing, never to be shown. */
  readonly madeOf: string;
  readonly made: Made;
  close(): void;
}

/** So many older assemblies of a service are kept, for pulls that were begun before an edit. */
const OLDER_KEPT = 2;

/**
 * Puts a configuration's sources and outputs together, once for all pulls of this worker: connections are kept. A
 * service whose settings or secrets have changed is put together anew, and no other. A pull that was begun before an
 * edit goes on with what it was begun with.
 *
 * @param passed resolves when the steps that are under way have ended: what they use is closed after that
 */
export function collectorParts(
  config: ConfigOfParts,
  logger: Logger,
  statistics: SenderStatistics,
  metrics: CollectorMetrics,
  passed: () => Promise<void> = () => Promise.resolve(),
): CollectorParts & { close(): void } {
  const externalStorage = config.loaded.config.globals.external_storage !== undefined;
  /** By service, the newest last. */
  const assemblies = new Map<string, Assembly[]>();

  function current(input: string, service: string): Assembly | null {
    const settings = configured(config, input, service);
    if (settings === null) return null;
    const fault = config.faultOf(settings);
    if (fault !== null) throw fault;
    const own = assemblies.get(key(input, service)) ?? [];
    const newest = own.at(-1);
    const madeOf = JSON.stringify(settings);
    if (newest?.madeOf === madeOf) return newest;
    const fresh = assemble(settings, madeOf);
    const sameRules = own.filter(({ fingerprint }) => fingerprint === fresh.fingerprint);
    const older = own.filter(({ fingerprint }) => fingerprint !== fresh.fingerprint);
    retire([...sameRules, ...older.splice(0, Math.max(older.length - OLDER_KEPT, 0))]);
    assemblies.set(key(input, service), [...older, fresh]);
    return fresh;
  }

  function assemble(settings: EnabledService, madeOf: string): Assembly {
    const { input, service } = settings;
    const fingerprint = config.loaded.fingerprint({ input, service });
    const renewed = (): boolean => {
      config.refreshSecrets();
      const now = configured(config, input, service);
      // A pull of before an edit goes on with its own secrets: trying again would bring it nothing else.
      return now !== null && config.loaded.fingerprint(now) === fingerprint && JSON.stringify(now) !== madeOf;
    };
    if (settings.kind === 'list') {
      const parts = listParts(settings, externalStorage, logger, metrics, renewed);
      return { fingerprint, madeOf, made: { kind: 'list', parts }, close: () => closeList(parts) };
    }
    const parts = eventsParts(settings, config, logger, metrics, renewed);
    return { fingerprint, madeOf, made: { kind: 'events', parts }, close: () => parts.close() };
  }

  function retire(old: readonly Assembly[]): void {
    if (old.length === 0) return;
    void passed().then(() => {
      for (const each of old) each.close();
    });
  }

  /**
   * For a step that was begun by another configuration, what was made of that; else what the configuration says now.
   */
  function find(input: string, service: string, begunBy?: string): Made | null {
    config.refreshSecrets();
    if (begunBy !== undefined && begunBy !== config.loaded.fingerprint({ input, service }))
      return older(input, service, begunBy)?.made ?? null;
    return current(input, service)?.made ?? null;
  }

  function older(input: string, service: string, begunBy: string): Assembly | undefined {
    return (assemblies.get(key(input, service)) ?? []).find(({ fingerprint }) => fingerprint === begunBy);
  }

  /** People are told of a fault in the configuration too: by what was made before it. */
  function newestOf(input: string, service: string): Made | null {
    try {
      return find(input, service);
    } catch {
      return assemblies.get(key(input, service))?.at(-1)?.made ?? null;
    }
  }

  for (const { input, service } of config.loaded.services()) current(input, service);
  return {
    fingerprint(ref) {
      config.refreshSecrets(); // the key of an obfuscation is one that shapes what is delivered
      return config.loaded.fingerprint(ref);
    },
    remembers: ({ input, service, config: begunBy }) => older(input, service, begunBy) !== undefined,
    externalStorage,
    redact: config.redact,
    delivered: (_output, holds, sent, ms) => statistics.count(senderOf(holds), sent, ms),
    walked: ({ input, service }, startedAt) => metrics.walkEnded(input, service, startedAt / 1000),
    events(input, service, begunBy) {
      const found = find(input, service, begunBy);
      return found?.kind === 'events' ? found.parts : null;
    },
    service(input, service, begunBy) {
      const found = find(input, service, begunBy);
      if (found?.kind === 'list') return found.parts;
      const known = config.loaded.services().map((each) => key(each.input, each.service));
      throw new CollectorError('service_unknown', {
        setting: `inputs.${input}.services.${service}`,
        seen: `this worker's configuration has ${known.join(', ')}`,
      });
    },
    webhooks(input, service) {
      return newestOf(input, service)?.parts.webhooks ?? [];
    },
    linkToRun: runLinks(config.loaded.file),
    close() {
      for (const own of assemblies.values()) for (const each of own) each.close();
    },
  };
}

function configured({ loaded }: ConfigOfParts, input: string, service: string): EnabledService | null {
  return loaded.services().find((each) => each.input === input && each.service === service) ?? null;
}

function closeList({ source, outputs, webhooks = [] }: ServiceParts): void {
  source.close();
  for (const webhook of webhooks) webhook.close();
  for (const { output } of outputs) output.close();
}

function key(input: string, service: string): string {
  return `${input}/${service}`;
}

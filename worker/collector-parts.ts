import type { Logger } from 'pino';
import type { CollectorParts, ServiceParts } from '../activities/service-parts';
import type { ListService } from '../config/enabled-services';
import { CollectorError } from '../errors/collector-error';
import type { LoadedConfig } from '../config/load-config';
import { periodSeconds } from '../config/periods';
import type { Redactor } from '../config/secrets/redaction';
import { senderOf } from '../domain/state/sender-totals';
import { judgeFields } from '../outputs/unmatched-fields';
import { createOutput } from './create-output';
import { createSource } from './create-source';
import { eventsParts } from './events-parts';
import type { CollectorMetrics } from './metrics/collector-metrics';
import { meteredOutput, meteredSource } from './metrics/metered';
import type { SenderStatistics } from './sender-statistics';

/** Puts a configuration's sources and outputs together, once for all pulls of this worker: connections are kept. */
export function collectorParts(
  loaded: LoadedConfig,
  logger: Logger,
  redact: Redactor,
  statistics: SenderStatistics,
  metrics: CollectorMetrics,
): CollectorParts & { close(): void } {
  const externalStorage = loaded.config.globals.external_storage !== undefined;
  const enabled = loaded.services();
  const lists = enabled.flatMap((each) => (each.kind === 'list' ? [each] : []));
  const ofEvents = enabled.flatMap((each) => (each.kind === 'events' ? [each] : []));
  const services = new Map(
    lists.map((service) => [
      key(service.input, service.service),
      serviceParts(service, externalStorage, logger, metrics),
    ]),
  );
  const events = new Map(
    ofEvents.map((service) => [
      key(service.input, service.service),
      eventsParts(service, loaded.secretFiles, logger, metrics),
    ]),
  );
  return {
    fingerprint: loaded.fingerprint,
    externalStorage,
    redact,
    delivered: (_output, holds, sent, ms) => statistics.count(senderOf(holds), sent, ms),
    events: (input, service) => events.get(key(input, service)) ?? null,
    service(input, service) {
      const found = services.get(key(input, service));
      if (found) return found;
      throw new CollectorError('service_unknown', {
        setting: `inputs.${input}.services.${service}`,
        seen: `this worker's configuration has ${[...services.keys(), ...events.keys()].join(', ')}`,
      });
    },
    close() {
      for (const each of events.values()) each.close();
      for (const { source, outputs } of services.values()) {
        source.close();
        for (const { output } of outputs) output.close();
      }
    },
  };
}

function serviceParts(
  service: ListService,
  externalStorage: boolean,
  logger: Logger,
  metrics: CollectorMetrics,
): ServiceParts {
  const { settings } = service;
  const { input, service: name } = service;
  const source = hasLastingToken(service)
    ? meteredSource(createSource(service, externalStorage), (at) => metrics.tokenEnds(input, name, at))
    : createSource(service, externalStorage);
  return {
    resetPersistenceAuth: settings.reset_persistence_auth,
    shrinkLimitPercent: settings.shrink_limit_percent,
    retryForSeconds: settings.retry_for_seconds,
    periodSeconds: service.cronSpec.startsWith('@every') ? periodSeconds(settings) : null,
    ...(settings.historical_poll_datetime !== undefined && {
      history: {
        from: settings.historical_poll_datetime,
        setting: `inputs.${service.input}.services.${service.service}.historical_poll_datetime`,
      },
    }),
    ...(settings.obfuscation.length > 0 && {
      judgeColumns: (columns: readonly string[]) =>
        judgeFields(
          settings.obfuscation,
          columns,
          source.list,
          `inputs.${service.input}.services.${service.service}.obfuscation`,
        ),
    }),
    source,
    outputs: service.outputs.map((settings) => {
      const configured = createOutput(service, source.list, settings, logger);
      const labels = { input, service: name, output: settings.name };
      return { ...configured, output: meteredOutput(configured.output, labels, metrics) };
    }),
  };
}

function key(input: string, service: string): string {
  return `${input}/${service}`;
}

/** Whether it goes in by a token that somebody has to renew in time. */
function hasLastingToken(service: ListService): boolean {
  return service.type === 'ctci' && service.inputSettings.credentials.way === 'api_token';
}

import type { Logger } from 'pino';
import type { EventsParts } from '../../activities/events/events-parts';
import type { EventsService } from '../../config/enabled-services';
import { periodSeconds } from '../../config/periods';
import { createTagger } from '../../domain/events/tag-map';
import type { ConfigInUse } from '../configuration/config-in-use';
import { withFreshSecrets } from '../configuration/with-fresh-secrets';
import { createWebhookOf } from './create-webhook-of';
import { createMessageOutput } from './create-output';
import { createEventsSource } from './create-events-source';
import type { CollectorMetrics } from '../metrics/collector-metrics';
import { meteredMessages } from '../metrics/metered';

/** Puts a service of events together, once for all its pulls: connections and tokens are kept. */
export function eventsParts(
  service: EventsService,
  config: Pick<ConfigInUse, 'loaded' | 'learn'>,
  logger: Logger,
  metrics: CollectorMetrics,
  renewed: () => boolean,
): EventsParts {
  const { settings, input, service: name } = service;
  const path = `inputs.${input}.services.${name}`;
  const source = createEventsSource(service, config, logger, renewed);
  const outputs = service.outputs.map((output) => {
    const made = withFreshSecrets(createMessageOutput(output, logger, settings.devo_tag_map['default']), renewed);
    return meteredMessages(made, { input, service: name, output: output.name }, metrics);
  });
  const webhooks = service.webhooks.map((each) => createWebhookOf(service, each));
  return {
    resetPersistenceAuth: settings.reset_persistence_auth,
    retryForSeconds: settings.retry_for_seconds,
    periodSeconds: service.cronSpec.startsWith('@every') ? periodSeconds(settings) : null,
    ...(settings.historical_poll_datetime !== undefined && {
      history: { from: settings.historical_poll_datetime, setting: `${path}.historical_poll_datetime` },
    }),
    overlapSeconds: settings.overlap_in_seconds,
    fetchLimit: settings.event_fetch_limit_in_items,
    addressSetting: source.addressSetting,
    tagOf: createTagger(settings.devo_tag_map),
    flattenBy: settings.flatten_by,
    source: () => source.current(),
    outputs,
    webhooks,
    close() {
      source.close();
      for (const webhook of webhooks) webhook.close();
      for (const output of outputs) output.close();
    },
  };
}

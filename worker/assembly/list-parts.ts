import type { Logger } from 'pino';
import type { ServiceParts } from '../../activities/service-parts';
import type { ListService } from '../../config/enabled-services';
import { periodSeconds } from '../../config/periods';
import { judgeFields } from '../../outputs/unmatched-fields';
import { withFreshSecrets } from '../configuration/with-fresh-secrets';
import { createOutput } from './create-output';
import { createWebhookOf } from './create-webhook-of';
import { createSource } from './create-source';
import type { CollectorMetrics } from '../metrics/collector-metrics';
import { meteredOutput, meteredSource } from '../metrics/metered';

/**
 * Puts a service of a list together, once for all its pulls: connections and tokens are kept. What is put around
 * sources and outputs here asks for secrets anew and counts; rows pass it as they are.
 */
export function listParts(
  service: ListService,
  externalStorage: boolean,
  logger: Logger,
  metrics: CollectorMetrics,
  renewed: () => boolean,
): ServiceParts {
  const { settings } = service;
  const { input, service: name } = service;
  const asking = withFreshSecrets(createSource(service, externalStorage), renewed);
  const source = hasLastingToken(service) ? meteredSource(asking, (at) => metrics.tokenEnds(input, name, at)) : asking;
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
    webhooks: service.webhooks.map((settings) => createWebhookOf(service, settings)),
    outputs: service.outputs.map((settings) => {
      const configured = createOutput(service, source.list, settings, logger);
      const labels = { input, service: name, output: settings.name };
      return { ...configured, output: meteredOutput(withFreshSecrets(configured.output, renewed), labels, metrics) };
    }),
  };
}

/** Whether it goes in by a token that somebody has to renew in time. */
function hasLastingToken(service: ListService): boolean {
  return service.type === 'ctci' && service.inputSettings.credentials.way === 'api_token';
}

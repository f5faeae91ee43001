import { cancellationSignal, log } from '@temporalio/activity';
import { CollectorError } from '../config/errors/collector-error';
import { judgeHistory } from '../config/historical-date';
import type { OutputSettings, PullSettings, ServiceRef } from '../domain/pull-settings';
import { atBoundary } from './boundary';
import { withHeartbeats } from './heartbeats';
import type { CollectorParts, ConfiguredOutput, ServiceParts } from './service-parts';

/** Seconds for which `setup` is tried again when the service's own setting cannot be read. */
const RETRY_WITHOUT_SERVICE_SECONDS = 0;

/**
 * Reads the service's configuration, makes sure that there is a usable token, and looks at the places where the list
 * goes. Returns all that the run needs to know, and no secret.
 */
export function createSetup(parts: CollectorParts) {
  return async function setup(ref: ServiceRef, hasState: boolean): Promise<PullSettings> {
    const boundary = { redact: parts.redact, retryForSeconds: RETRY_WITHOUT_SERVICE_SECONDS };
    const service = await atBoundary(boundary, () => Promise.resolve(parts.service(ref.input, ref.service)));
    return atBoundary({ ...boundary, retryForSeconds: service.retryForSeconds }, () => withHeartbeats(() => undefined, () => setUp(parts, service, hasState)));
  };
}

async function setUp({ fingerprint, externalStorage = false }: CollectorParts, service: ServiceParts, hasState: boolean): Promise<PullSettings> {
  log.info('Puller Setup Started');
  if (!hasState) refuseOldHistory(service);
  const signal = cancellationSignal();
  const session = await service.source.authenticate(signal);
  let requests = session.requests;
  const outputs: OutputSettings[] = [];
  for (const configured of service.outputs) {
    const facts = await configured.output.inspect(signal);
    requests += facts.requests;
    outputs.push(outputSettings(configured, facts.exists, facts.newestJob));
  }
  log.info('Puller Setup Terminated');
  return {
    config: fingerprint,
    external_storage: externalStorage,
    reset_persistence_auth: service.resetPersistenceAuth,
    shrink_limit_percent: service.shrinkLimitPercent,
    period_seconds: service.periodSeconds,
    token_expires_at: session.tokenExpiresAt,
    requests,
    outputs,
  };
}

/** Without state the date decides what event outputs get; with state the worker has warned of it at its start. */
function refuseOldHistory({ history }: ServiceParts): void {
  const fault = history === undefined ? null : judgeHistory(history.from, new Date());
  if (history && fault) throw new CollectorError(fault, { setting: history.setting, seen: history.from });
}

function outputSettings(configured: ConfiguredOutput, exists: boolean, newestJob: string | null): OutputSettings {
  const { output, holds, mode, full_refresh_seconds } = configured;
  return { name: output.name, type: output.type, holds, mode, rules: output.rules, full_refresh_seconds, exists, newest_job: newestJob };
}

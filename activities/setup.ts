import { log } from '@temporalio/activity';
import { CollectorError } from '../errors/collector-error';
import { judgeHistory } from '../config/historical-date';
import { errorInWords } from '../errors/error-report';
import type { EventsSettings } from '../domain/events/events-settings';
import type { Audience, OutputSettings, PullSettings, ServiceRef } from '../domain/pull-settings';
import { atBoundary, finalOrThrow, redactedReport } from './boundary';
import { setUpEvents } from './events/set-up-events';
import { boundedCalls } from './bounded-calls';
import { audienceOf } from './audience-of';
import { withHeartbeats } from './heartbeats';
import type { RetryWindow } from './retry-window';
import type { CollectorParts, ConfiguredOutput, ServiceParts } from './service-parts';
import { stepSignal } from './attempt/step-signal';

/** Seconds for which `setup` is tried again when the service's own setting cannot be read. */
const RETRY_WITHOUT_SERVICE_SECONDS = 0;

/**
 * Reads the service's configuration, makes sure that there is a usable token, and looks at the places where the list
 * goes. Returns all that the run needs to know, and no secret. A place that cannot be looked at is that output's fault,
 * and none of the others'.
 *
 * `hasState`: whether something was delivered before, or a place to begin from is set; then a history date that has
 * grown too old is only a warning.
 */
export function createSetup(parts: CollectorParts) {
  return async function setup(ref: ServiceRef, hasState: boolean): Promise<PullSettings | EventsSettings> {
    const audience = await audienceOf(parts, ref);
    const boundary = {
      redact: parts.redact,
      retryForSeconds: RETRY_WITHOUT_SERVICE_SECONDS,
      reached: () => ({ audience }), // those who are told of a run are told of one whose setup failed
    };
    const config = parts.fingerprint(ref) ?? '';
    const events = await atBoundary(boundary, async () =>
      Promise.resolve(parts.events?.(ref.input, ref.service, config) ?? null),
    );
    if (events !== null) {
      const { retryForSeconds } = events;
      return atBoundary({ ...boundary, retryForSeconds }, () =>
        withHeartbeats(
          () => undefined,
          () => setUpEvents(parts, events, config, hasState, audience),
        ),
      );
    }
    const service = await atBoundary(boundary, async () =>
      Promise.resolve(parts.service(ref.input, ref.service, config)),
    );
    return atBoundary({ ...boundary, retryForSeconds: service.retryForSeconds }, (retries) =>
      withHeartbeats(
        () => undefined,
        () => setUp(parts, service, config, hasState, audience, retries),
      ),
    );
  };
}

async function setUp(
  parts: CollectorParts,
  service: ServiceParts,
  config: string,
  hasState: boolean,
  audience: Audience,
  retries: RetryWindow,
): Promise<PullSettings> {
  log.info('Puller Setup Started');
  if (!hasState) refuseOldHistory(service);
  const signal = stepSignal();
  const session = await boundedCalls(parts).authenticate(service.source, signal);
  const inspected = await Promise.all(
    service.outputs.map((configured) => inspect(parts, service, configured, retries, signal)),
  );
  log.info('Puller Setup Terminated');
  return {
    config,
    external_storage: parts.externalStorage ?? false,
    reset_persistence_auth: service.resetPersistenceAuth,
    shrink_limit_percent: service.shrinkLimitPercent,
    period_seconds: service.periodSeconds,
    token_expires_at: session.tokenExpiresAt,
    ...(session.renews && { token_renews: true as const }),
    ...audience,
    requests: inspected.reduce((sum, { requests }) => sum + requests, session.requests),
    outputs: inspected.map(({ settings }) => settings),
  };
}

/** Without state the date decides what event outputs get; with state the worker has warned of it at its start. */
function refuseOldHistory({ history }: ServiceParts): void {
  const fault = history === undefined ? null : judgeHistory(history.from, new Date());
  if (history && fault) throw new CollectorError(fault, { setting: history.setting, seen: history.from });
}

interface InspectedOutput {
  readonly settings: OutputSettings;
  readonly requests: number;
}

/** Looks at an output. The only one: its error is the step's, and stands red in the Web UI. */
async function inspect(
  parts: CollectorParts,
  service: ServiceParts,
  configured: ConfiguredOutput,
  retries: RetryWindow,
  signal: AbortSignal,
): Promise<InspectedOutput> {
  const { output, holds, mode, full_refresh_seconds } = configured;
  const { name, type, rules } = output;
  const known = { name, type, holds, mode, rules, full_refresh_seconds };
  try {
    const { exists, newestJob, requests } = await boundedCalls(parts).inspect(output, signal);
    return { settings: { ...known, exists, newest_job: newestJob }, requests };
  } catch (error) {
    const refusal = finalOrThrow(error, retries);
    if (service.outputs.length === 1) throw refusal;
    const fault = redactedReport(refusal, parts.redact);
    log.error(`${name} cannot be looked at and gets nothing in this pull: ${errorInWords(fault)}`);
    return { settings: { ...known, exists: true, newest_job: null, fault }, requests: 0 };
  }
}

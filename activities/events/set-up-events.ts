import { log } from '@temporalio/activity';
import { CollectorError } from '../../errors/collector-error';
import { judgeHistory, readDate } from '../../config/historical-date';
import type { EventsSettings } from '../../domain/events/events-settings';
import type { Audience } from '../../domain/pull-settings';
import type { CollectorParts } from '../service-parts';
import type { EventsParts } from './events-parts';
import { stepSignal } from '../attempt/step-signal';

/** Reads the configuration of a service of events and makes sure that there is a usable token. */
export async function setUpEvents(
  parts: CollectorParts,
  events: EventsParts,
  config: string,
  hasState: boolean,
  audience: Audience,
): Promise<EventsSettings> {
  log.info('Puller Setup Started');
  if (!hasState) refuseOldHistory(events);
  const tally = { requests: 0 };
  const { expiresAt } = await events.source().authenticate(tally, stepSignal());
  log.info('Puller Setup Terminated');
  log.info('Setup for module "ThreatQuotientDataPuller" has been successfully executed');
  const date = events.history === undefined ? null : readDate(events.history.from);
  return {
    config,
    reset_persistence_auth: events.resetPersistenceAuth,
    historical: date === null ? null : Math.floor(date / 1000),
    period_seconds: events.periodSeconds,
    external_storage: parts.externalStorage ?? false,
    token_expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    ...audience,
    requests: tally.requests,
    outputs: events.outputs.map(({ name, type }) => ({ name, type })),
  };
}

/** Without state the date decides where events begin; with state the worker has warned of it at its start. */
function refuseOldHistory({ history }: EventsParts): void {
  const fault = history === undefined ? null : judgeHistory(history.from, new Date());
  if (history && fault) throw new CollectorError(fault, { setting: history.setting, seen: history.from });
}

import { isGrpcServiceError, WorkflowExecutionAlreadyStartedError, WorkflowIdConflictPolicy } from '@temporalio/client';
import type { EnabledService } from '../../../config/enabled-services';
import { CollectorError } from '../../../errors/collector-error';
import type { AnyState } from '../../../domain/state/any-state';
import { LARGE_TASK_LIMIT_MS, RUN_LIMIT_MS } from '../../../domain/time-limits';
import { missingKeyIn } from '../../../engine/encryption/encryption-error';
import { WORKFLOW_OF_INPUT } from '../../chain/cron-workflows';
import { readChain } from '../../chain/read-chain';
import { stateOfClosedChain } from '../../chain/state-of-closed-chain';
import { applySignals, sendSignals, unappliedSignals } from '../../chain/unapplied-signals';
import type { Collector } from '../../open-collector';
import { promoteOwnBuild } from './promote';
import { pullServices } from '../everyday/pull';
import type { VerbResult } from '../../verb-result';
import { registerOwnAttributes } from './search-attributes';

export interface StartOptions {
  /** How long a pull is waited for, in seconds. */
  readonly timeout: number;
}

/** Starts the cron of every enabled service that has none, and makes the first pull at once. */
export async function start(collector: Collector, options: StartOptions): Promise<VerbResult> {
  const prepared = [...(await promoteOwnBuild(collector)), ...(await registerOwnAttributes(collector))];
  const notes: string[] = [];
  for (const service of collector.services) notes.push(await startService(collector, service));
  const result = await pullServices(collector, options.timeout);
  const services = result.services.map((view, index) => ({ ...view, note: notes[index] ?? '' }));
  return { ...result, services, words: [...prepared, ...notes, result.words].join('\n') };
}

/** Starts one cron if it does not run. Says what it found, in words. */
export async function startService(collector: Collector, service: EnabledService): Promise<string> {
  const name = `${service.input}/${service.service}`;
  const chain = await readChain(collector.reader, service.workflowId);
  if (chain?.open) {
    if (chain.start.cron === service.cronSpec) return `${name}: runs already (${service.cronSpec})`;
    return (
      `${name}: runs already, but with ${chain.start.cron}, and the configuration says ` +
      `${service.cronSpec}: bring it in with "ctci-collector apply"`
    );
  }
  const signals = chain === null ? [] : await unappliedSignals(collector.reader, service.workflowId, chain.runId);
  const lost = chain?.start.lost ?? null; // then it was stopped to begin anew: there is no other way on
  // with the setting, or with the key, it can be read
  if (lost !== null && (lost.id === 'storage_unusable' || missingKeyIn(lost) !== null)) throw lost;
  const seed =
    chain === null || lost
      ? null
      : applySignals(await stateOfClosedChain(collector.reader, service.workflowId, chain), signals);
  try {
    await startChain(collector, service, seed, WorkflowIdConflictPolicy.FAIL);
    if (seed === null) await sendSignals(collector.reader, service.workflowId, signals);
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return `${name}: was started by somebody else just now`;
    throw error;
  }
  if (seed !== null) return `${name}: started (${service.cronSpec}); it goes on from the state of the stopped one`;
  if (lost)
    return (
      `${name}: started (${service.cronSpec}); the state of the stopped one is lost (EngineError ` +
      `${lost.number}), so ${beginningInWords(service)}`
    );
  return `${name}: started (${service.cronSpec}); no earlier state is known, so ${beginningInWords(service)}`;
}

/** What a service without a state does first. */
function beginningInWords(service: EnabledService): string {
  if (service.kind === 'list') return 'everything will be delivered';
  const { historical_poll_datetime: date } = service.settings;
  return date === undefined ? 'events of the last day will be delivered' : `events since ${date} will be delivered`;
}

/** Starts the cron workflow itself. @param startDelay how long its first run waits, whatever the cron says */
export async function startChain(
  collector: Collector,
  service: EnabledService,
  seed: AnyState | null,
  policy: WorkflowIdConflictPolicy,
  startDelay?: '1 hour',
): Promise<string> {
  const ref = { input: service.input, service: service.service };
  const started = collector.reader.client.workflow.start(WORKFLOW_OF_INPUT[service.inputSettings.type], {
    workflowId: service.workflowId,
    taskQueue: collector.loaded.taskQueue,
    ...(startDelay === undefined ? { cronSchedule: service.cronSpec } : { startDelay }),
    workflowRunTimeout: RUN_LIMIT_MS,
    ...(collector.loaded.config.globals.external_storage && { workflowTaskTimeout: LARGE_TASK_LIMIT_MS }),
    workflowIdConflictPolicy: policy,
    args: seed === null ? [ref] : [ref, seed],
  });
  const handle = await started.catch((error: unknown) => {
    throw cronRefused(error, service) ?? error;
  });
  return handle.firstExecutionRunId;
}

/**
 * A server may know less than the configuration allows: one with an older tz database does not have the newest zones.
 */
function cronRefused(error: unknown, { input, service, cronSpec }: EnabledService): CollectorError | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (!isGrpcServiceError(cause) || !/cron/i.test(cause.details)) continue;
    return new CollectorError('setting_value', {
      setting: `inputs.${input}.services.${service}.cron`,
      seen: `Temporal refuses "${cronSpec}" (${cause.details})`,
      cause: error,
    });
  }
  return null;
}

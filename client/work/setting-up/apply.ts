import { WorkflowNotFoundError, WorkflowUpdateStage } from '@temporalio/client';
import type { EnabledService } from '../../../config/enabled-services';
import { PULL_NOW_UPDATE } from '../../../domain/message-names';
import type { RunStart } from '../../../engine/histories/run-events';
import { readChain } from '../../chain/read-chain';
import { restartChain } from '../../chain/restart-chain';
import { strayChains } from '../../chain/stray-chains';
import type { Collector } from '../../open-collector';
import { promoteOwnBuild } from './promote';
import { viewServices } from '../../words/service-view';
import { registerOwnAttributes } from './search-attributes';
import { startChain, startService } from './start';
import { EXIT, type VerbResult } from '../../verb-result';

/** A pull that works gets this long to end before its chain is started anew. */
const PULL_END_LIMIT_MS = 50 * 60_000;

/** Brings the running crons to what the configuration says: starts, restarts with the state kept, stops. */
export async function apply(collector: Collector): Promise<VerbResult> {
  const notes = await applyConfiguration(collector);
  return { exit: EXIT.done, services: await viewServices(collector), words: notes.join('\n') };
}

/** The same, and says of each service what was done. */
export async function applyConfiguration(collector: Collector): Promise<string[]> {
  const notes = [...(await promoteOwnBuild(collector)), ...(await registerOwnAttributes(collector))];
  for (const service of collector.services) notes.push(await applyService(collector, service));
  const configured = collector.loaded.services().map(({ workflowId }) => workflowId);
  for (const workflowId of await strayChains(collector.reader, collector.loaded.taskQueue, configured)) {
    await collector.reader.client.workflow
      .getHandle(workflowId)
      .terminate('not in the configuration any more')
      .catch(endedAlready);
    notes.push(`${workflowId}: stopped; it is not in the configuration any more`);
  }
  return notes;
}

function endedAlready(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}

async function applyService(collector: Collector, service: EnabledService): Promise<string> {
  const chain = await readChain(collector.reader, service.workflowId);
  const name = `${service.input}/${service.service}`;
  if (!chain?.open) return startService(collector, service);
  const writingKey = collector.ring.writer?.id ?? null;
  const otherKey = argumentsWantKey(chain.start, writingKey);
  if (chain.start.cron === service.cronSpec && !otherKey) return `${name}: runs as configured (${service.cronSpec})`;
  const startAnew = (...[seed, policy]: Parameters<Parameters<typeof restartChain>[2]>) =>
    startChain(collector, service, seed, policy);
  const hurry = service.kind === 'events' ? () => endWindow(collector, service) : undefined;
  await restartChain(collector.reader, service.workflowId, startAnew, AbortSignal.timeout(PULL_END_LIMIT_MS), hurry);
  if (chain.start.cron === service.cronSpec)
    return `${name}: restarted, so that its arguments are written ${keyInWords(writingKey)}; its state was kept`;
  return `${name}: restarted with ${service.cronSpec} (was ${chain.start.cron}); its state was kept`;
}

/** A window of walks lasts minutes, and ends when somebody asks for a pull. Nobody waits for the answer. */
function endWindow({ reader }: Collector, { workflowId }: EnabledService): void {
  reader.client.workflow
    .getHandle(workflowId)
    .startUpdate(PULL_NOW_UPDATE, { waitForStage: WorkflowUpdateStage.ACCEPTED })
    // a list's pull, a run that has just ended, a worker that is gone: it is waited for all the same
    .catch(() => undefined);
}

/**
 * Whether a chain has to be begun anew for its arguments to be written as the configuration says: every run is given
 * those of the first one again, so that a key which wrote them is needed for as long as the chain runs. In clear they
 * may stay where they only name the service, as the id of the workflow does.
 */
function argumentsWantKey({ keyOfArguments, seed, lost }: RunStart, writingKey: string | null): boolean {
  if (keyOfArguments === writingKey || lost !== null) return false;
  return keyOfArguments !== null || seed !== null;
}

function keyInWords(writingKey: string | null): string {
  return writingKey === null ? 'in clear' : `with the key "${writingKey}"`;
}

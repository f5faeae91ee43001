import { WorkflowNotFoundError } from '@temporalio/client';
import type { EnabledService } from '../../config/enabled-services';
import { readChain } from '../chain/read-chain';
import { restartChain } from '../chain/restart-chain';
import { strayChains } from '../chain/stray-chains';
import type { Collector } from '../open-collector';
import { viewServices } from '../words/service-view';
import { startChain, startService } from './start';
import { EXIT, type VerbResult } from '../verb-result';

/** A pull that works gets this long to end before its chain is started anew. */
const PULL_END_LIMIT_MS = 50 * 60_000;

/** Brings the running crons to what the configuration says: starts, restarts with the state kept, stops. */
export async function apply(collector: Collector): Promise<VerbResult> {
  const notes = await applyConfiguration(collector);
  return { exit: EXIT.done, services: await viewServices(collector), words: notes.join('\n') };
}

/** The same, and says of each service what was done. */
export async function applyConfiguration(collector: Collector): Promise<string[]> {
  const notes: string[] = [];
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
  if (chain.start.cron === service.cronSpec) return `${name}: runs as configured (${service.cronSpec})`;
  const startAnew = (...[seed, policy]: Parameters<Parameters<typeof restartChain>[2]>) =>
    startChain(collector, service, seed, policy);
  await restartChain(collector.reader, service.workflowId, startAnew, AbortSignal.timeout(PULL_END_LIMIT_MS));
  return `${name}: restarted with ${service.cronSpec} (was ${chain.start.cron}); its state was kept`;
}

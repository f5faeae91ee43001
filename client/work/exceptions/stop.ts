import { WorkflowNotFoundError } from '@temporalio/client';
import { readRunEnd } from '../../../engine/histories/run-events';
import { readChain } from '../../chain/read-chain';
import { confirmed } from '../../confirmed';
import { insistOnChoice, type Collector } from '../../open-collector';
import { lookAtStep } from '../../waiting/step-now';
import { sayingWhatFor } from '../../waiting/waiting';
import { viewServices } from '../../words/service-view';
import { signalServices } from '../../signal-services';
import { EXIT, type VerbResult } from '../../verb-result';

export interface StopOptions {
  readonly yes: boolean;
  readonly all: boolean;
}

/** A pull that works when its chain is stopped gets this long to end by itself. */
const PULL_END_LIMIT_MS = 60_000;

/** Ends the cron of the chosen services. Their state can be gone on with while the engine keeps the last run. */
export async function stop(collector: Collector, options: StopOptions): Promise<VerbResult> {
  insistOnChoice(collector.services, options.all);
  const names = collector.services.map(({ input, service }) => `${input}/${service}`).join(', ');
  if (!options.yes && !(await confirmed(`Stop pulling ${names}?`))) {
    return { exit: EXIT.failed, services: await viewServices(collector), words: 'Nothing was stopped.' };
  }
  await signalServices(collector, async (handle, { workflowId, kind }) => {
    const chain = await readChain(collector.reader, workflowId);
    if (chain?.working && !chain.trouble) {
      // it may walk for minutes; called off, it keeps what it has confirmed
      if (kind === 'events') await handle.cancel();
      const end = readRunEnd(collector.reader, workflowId, chain.runId, AbortSignal.timeout(PULL_END_LIMIT_MS)).catch(
        () => null,
      );
      await sayingWhatFor(`the pull of ${workflowId} (${PULL_END_LIMIT_MS / 1000} s at most)`, end, () =>
        lookAtStep(collector.reader, workflowId),
      );
    }
    await handle.terminate('stopped by ctci-collector stop').catch(unlessEnded);
  });
  return {
    exit: EXIT.done,
    services: await viewServices(collector),
    words: `${names}: stopped. "ctci-collector start" goes on from its state.`,
  };
}

function unlessEnded(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}

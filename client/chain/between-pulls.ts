import { readRunEnd, type HistoryReader } from '../../engine/histories/run-events';
import { lookAtStep } from '../waiting/step-now';
import { sayingWhatFor } from '../waiting/waiting';
import { readChain, type Chain } from './read-chain';

/** A pull that works is waited for so long, so many times. */
const PULL_END_LIMIT_MS = 60_000;
const LOOKS = 5;

/** What was found, and the chain as it stood meanwhile; null where there is none. */
export interface FoundBetweenPulls<Found> {
  readonly found: Found;
  readonly chain: Chain | null;
}

/**
 * Looks at the world of a chain while no pull is at work: what Devo says and what the state says are then of one
 * moment, whereas a pull that works makes the one run ahead of the other. When a pull began meanwhile, it is looked
 * again, after its end.
 */
export async function betweenPulls<Found>(
  reader: HistoryReader,
  workflowId: string,
  look: (chain: Chain | null) => Promise<Found>,
): Promise<FoundBetweenPulls<Found>> {
  for (let looks = 1; ; looks += 1) {
    const chain = await chainAtRest(reader, workflowId);
    const found = await look(chain);
    const after = await readChain(reader, workflowId);
    const still = after?.runId === chain?.runId && (!after?.working || after.trouble !== null);
    if (still || looks === LOOKS) return { found, chain: after };
  }
}

async function chainAtRest(reader: HistoryReader, workflowId: string): Promise<Chain | null> {
  const chain = await readChain(reader, workflowId);
  if (!chain?.working || chain.trouble) return chain; // one in trouble stands still, and will not end
  const end = readRunEnd(reader, workflowId, chain.runId, AbortSignal.timeout(PULL_END_LIMIT_MS)).catch(() => null);
  await sayingWhatFor(`the pull of ${workflowId} (${PULL_END_LIMIT_MS / 1000} s at most)`, end, () =>
    lookAtStep(reader, workflowId),
  );
  return readChain(reader, workflowId);
}

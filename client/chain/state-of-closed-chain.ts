import type { PullState } from '../../domain/pull-state';
import { readRunEnd, type HistoryReader } from '../../engine/run-events';
import type { Chain } from './read-chain';

/** The state that a chain had when it ended: what its last run returned, else what that run was given. Throws CollectorError when that is lost. */
export async function stateOfClosedChain(reader: HistoryReader, workflowId: string, chain: Chain): Promise<PullState | null> {
  const end = await readRunEnd(reader, workflowId, chain.runId);
  if (end?.result) return end.result.state;
  if (chain.start.lost) throw chain.start.lost;
  return chain.start.carried?.state ?? chain.start.seed;
}

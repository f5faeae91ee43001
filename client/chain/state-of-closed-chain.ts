import { STATE_MEMO } from '../../domain/message-names';
import type { AnyState } from '../../domain/state/any-state';
import { readRunEnd, type HistoryReader } from '../../engine/histories/run-events';
import type { Chain } from './read-chain';

/**
 * The state that a chain had when it ended: what its last run returned, or found out until it was cancelled, else what
 * that run was given. Throws CollectorError when that is lost.
 */
export async function stateOfClosedChain(
  reader: HistoryReader,
  workflowId: string,
  chain: Chain,
): Promise<AnyState | null> {
  const end = await readRunEnd(reader, workflowId, chain.runId);
  if (end?.result) return end.result.state;
  const noted = end?.kind === 'canceled' ? await stateInMemo(reader, workflowId, chain.runId) : null;
  if (noted !== null) return noted;
  if (chain.start.lost) throw chain.start.lost;
  return chain.start.carried?.state ?? chain.start.seed;
}

async function stateInMemo(reader: HistoryReader, workflowId: string, runId: string): Promise<AnyState | null> {
  const { memo } = await reader.client.workflow.getHandle(workflowId, runId).describe();
  // The workflow's own memo: nothing else is written there.
  return (memo?.[STATE_MEMO] as AnyState | undefined) ?? null;
}

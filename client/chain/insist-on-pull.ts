import type { WorkflowExecutionDescription } from '@temporalio/client';
import { CollectorError } from '../../errors/collector-error';
import { CRON_WORKFLOWS } from './cron-workflows';

const PULLS: readonly string[] = Object.values(CRON_WORKFLOWS);

type Described = Pick<WorkflowExecutionDescription, 'type' | 'workflowId'>;

export function isPull({ type }: Pick<Described, 'type'>): boolean {
  return PULLS.includes(type);
}

/**
 * Anybody may have started a workflow under the id of a service. What is asked of one that is no pull is not
 * understood; what is signalled to it stays with it unread.
 *
 * Throws CollectorError `foreign_chain`.
 */
export function insistOnPull(described: Described): void {
  const { workflowId, type } = described;
  if (!isPull(described))
    throw new CollectorError('foreign_chain', { setting: 'globals.id', seen: `${workflowId} is a ${type}` });
}

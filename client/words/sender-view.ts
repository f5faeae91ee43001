import type { EnabledService } from '../../config/enabled-services';
import type { PullReport } from '../../domain/report/pull-report';
import type { AnyState } from '../../domain/state/any-state';
import { addSent, NOTHING_SENT, senderOf, type SenderService } from '../../domain/state/sender-totals';
import type { SenderView } from '../verb-result';

/**
 * The sender services of a service: what the state has summed up, and what the last pull sent. Nothing ever waits in a
 * queue: a pull sends what it has.
 */
export function viewSenders(
  state: AnyState | null,
  last: PullReport | null,
  service: EnabledService,
): Record<SenderService, SenderView> {
  const totals = state?.totals.senders ?? NOTHING_SENT;
  const since = service.outputs.reduce((sum, { name, type }) => {
    const output = last?.outputs[name];
    return addSent(
      sum,
      senderOf(type === 'devo_lookup' || type === 'devo_lookup_legacy' ? 'list' : 'events'),
      output?.sent ?? 0,
      output?.ms ?? 0,
    );
  }, NOTHING_SENT);
  const view = (name: SenderService): SenderView => ({
    available_senders: 1,
    internal_queue_size: 0,
    total_sent: totals[name].sent,
    checkpoint: last?.started_at ?? null,
    sent_since_checkpoint: since[name].sent,
    elapsed_ms: since[name].ms,
  });
  return { internal: view('internal'), standard: view('standard'), lookup: view('lookup') };
}

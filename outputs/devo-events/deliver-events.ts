import type { Receipt } from '../../domain/changes/receipt';
import type { Delivery, DeliveryProgress } from '../output';
import { resumePosition, savePosition } from './delivery-position';
import { batchOf, type BatchLimits } from './event-batch';
import { planEvents, type EventPlanOptions } from './event-plan';

/** What the peer has confirmed of one batch. */
export interface ConfirmedBatch {
  readonly events: number;
  readonly bytes: number;
}

/**
 * Sends a batch of bodies and returns when the peer has confirmed it. No events: nothing was sent, it may be tried
 * again.
 */
export type BatchSender = (bodies: Iterable<string>) => Promise<ConfirmedBatch>;

export interface EventDelivery {
  readonly delivery: Delivery;
  readonly progress: DeliveryProgress;
  readonly signal: AbortSignal;
  readonly options: EventPlanOptions;
  readonly limits: BatchLimits;
}

/**
 * Delivers the events of a delivery batch by batch, from where an earlier attempt has stopped. The position is saved
 * after each confirmed batch: at least once, and twice for the events of one batch at most.
 */
export async function deliverEvents(
  { delivery, progress, signal, options, limits }: EventDelivery,
  send: BatchSender,
): Promise<Receipt> {
  const started = performance.now();
  const plan = planEvents(delivery, options);
  let position = resumePosition(progress, plan.id);
  while (position.offset < plan.count) {
    signal.throwIfAborted();
    const sent = await send(batchOf(plan.bodies(position.offset), limits));
    position = {
      offset: position.offset + sent.events,
      bytes: position.bytes + sent.bytes,
      requests: position.requests + 1,
    };
    savePosition(progress, plan.id, position);
  }
  return {
    sent: plan.count,
    bytes: position.bytes,
    ms: Math.round(performance.now() - started),
    requests: position.requests,
    columns: plan.columns,
    full: delivery.kind === 'everything',
    job: null,
  };
}

import type { CollectorError } from '../../../../errors/collector-error';
import { deliverEvents } from '../../../../outputs/devo-events/deliver-events';
import { EVENTS_SINK_FACTS } from '../../../../outputs/devo-events/events-sink-facts';
import type { Receipt } from '../../../../domain/changes/receipt';
import type { Delivery, DeliveryProgress, Output, SinkFacts } from '../../../../outputs/output';

/** An event table in memory with what a consumer makes of it by replaying the events. One event is one batch. */
export class EventsAtHand implements Output {
  readonly type = 'devo_platform';
  rules = 'rules-1';
  rows = new Map<string, string>();
  /** Every event that has arrived: `added CVE-2024-1 product`. */
  readonly told: string[] = [];
  /** After how many more events the confirmation of the next one is lost, and with what error; null for never. */
  loses: { after: number; error: CollectorError } | null = null;

  constructor(readonly name = 'events') {}

  inspect(): Promise<SinkFacts> {
    return Promise.resolve(EVENTS_SINK_FACTS);
  }

  deliver(delivery: Delivery, progress: DeliveryProgress, signal: AbortSignal): Promise<Receipt> {
    return deliverEvents({ delivery, progress, signal, options: {}, limits: { events: 1, bytes: 1 } }, (bodies) => {
      const sent = [...bodies];
      for (const body of sent) this.replay(JSON.parse(body) as { event_type: string; cve: string; product: string });
      if (this.loses !== null && this.loses.after-- <= 0) return Promise.reject(this.loses.error);
      return Promise.resolve({ events: sent.length, bytes: 1 });
    });
  }

  private replay({ event_type: type, cve, product }: { event_type: string; cve: string; product: string }): void {
    this.told.push([type, cve, ...(type === 'removed' ? [] : [product])].join(' '));
    if (type === 'removed') this.rows.delete(cve);
    else this.rows.set(cve, product);
  }

  close(): void {
    // nothing is open
  }
}

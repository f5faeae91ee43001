import { pickRows } from '../../../../domain/list/list';
import { randomUUID } from 'node:crypto';
import type { CollectorError } from '../../../../errors/collector-error';
import type { Receipt } from '../../../../domain/changes/receipt';
import type { Delivery, DeliveryProgress, Output, SinkFacts } from '../../../../outputs/output';

/** A lookup in memory, which a test can look into, spoil, and let fail. */
export class LookupAtHand implements Output {
  readonly type = 'devo_lookup';
  rules = 'rules-1';
  rows = new Map<string, string[]>();
  exists = false;
  newestJob: string | null = null;
  /** Thrown by the next deliveries, until it is taken away. */
  failure: CollectorError | null = null;
  /** Thrown by the next inspections, until it is taken away. */
  inspectFailure: CollectorError | null = null;
  /** Called in each delivery before anything happens. */
  before: (() => Promise<void>) | null = null;
  readonly deliveries: Delivery[] = [];
  private inspecting: (() => Promise<void>) | null = null;
  private busy = false;
  overlaps = 0;

  constructor(readonly name = 'devo_lookup') {}

  async inspect(): Promise<SinkFacts> {
    await this.inspecting?.();
    if (this.inspectFailure) throw this.inspectFailure;
    return { exists: this.exists, newestJob: this.newestJob, requests: 2 };
  }

  /** Holds the next inspection up; returns when one has arrived, with what lets it go. */
  holdUpInspection(): Promise<() => void> {
    return new Promise((arrived) => {
      this.inspecting = () =>
        new Promise((go) => {
          this.inspecting = null;
          arrived(go);
        });
    });
  }

  async deliver(delivery: Delivery, progress: DeliveryProgress): Promise<Receipt> {
    if (this.busy) this.overlaps += 1;
    this.busy = true;
    try {
      progress.save({ seen: [] });
      await this.before?.();
      if (this.failure) throw this.failure;
      return this.take(delivery);
    } finally {
      this.busy = false;
    }
  }

  private take(delivery: Delivery): Receipt {
    this.deliveries.push(delivery);
    const { table, changes, kind } = delivery;
    const full = kind === 'everything';
    if (full) this.rows.clear();
    const rows = full ? table.rows : pickRows(table, [...changes.added, ...changes.changed]).rows;
    for (const key of changes.removed) this.rows.delete(key);
    for (const row of rows) this.rows.set(row[0] ?? '', [...row]);
    this.exists = true;
    this.newestJob = randomUUID();
    const job = { id: this.newestJob, rows: rows.length, bytes: 10, ms: 1 };
    return {
      sent: rows.length + (full ? 0 : changes.removed.length),
      bytes: 10,
      ms: 1,
      requests: 3,
      columns: table.columns,
      full,
      job,
    };
  }

  close(): void {
    // nothing is open
  }
}

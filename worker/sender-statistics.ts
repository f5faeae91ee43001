import type { Logger } from 'pino';
import { SENDER_SERVICES, type SenderService } from '../domain/state/sender-totals';

interface Count {
  total: number;
  since: number;
  elapsedMs: number;
  checkpoint: Date;
}

/** Counts what was delivered, and says so from time to time in the words of Devo's collectors. */
export class SenderStatistics {
  private readonly counts: Record<SenderService, Count>;

  constructor(now: Date) {
    const fresh = (): Count => ({ total: 0, since: 0, elapsedMs: 0, checkpoint: now });
    this.counts = { internal: fresh(), standard: fresh(), lookup: fresh() };
  }

  count(service: SenderService, sent: number, ms: number): void {
    const count = this.counts[service];
    count.total += sent;
    count.since += sent;
    count.elapsedMs += ms;
  }

  /** Logs a line per service and starts a new checkpoint. */
  log(logger: Logger, now: Date): void {
    for (const service of SENDER_SERVICES) {
      const count = this.counts[service];
      const name = `${service.charAt(0).toUpperCase()}${service.slice(1)}`;
      logger.info(
        `${name} - Number of available senders: 1, sender manager internal queue size: 0, ` +
          `Total number of messages sent: ${count.total}, messages sent since ` +
          `"${utc(count.checkpoint)}": ${count.since} ` +
          `(elapsed ${(count.elapsedMs / 1000).toFixed(3)} seconds)`,
      );
      Object.assign(count, { since: 0, elapsedMs: 0, checkpoint: now });
    }
  }
}

function utc(date: Date): string {
  return date.toISOString().replace('T', ' ').replace('Z', '000+00:00');
}

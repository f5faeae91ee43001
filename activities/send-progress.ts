import { activityInfo, heartbeat } from '@temporalio/activity';
import type { SendProgress } from '../domain/changes/receipt';

/** What this and earlier attempts of `sendToDevo` have reached, by output: all of it in every heartbeat. */
export class ProgressBook {
  private book: SendProgress;

  constructor() {
    const last: unknown = activityInfo().heartbeatDetails;
    // Heartbeat details are our own: an earlier attempt of this step wrote them.
    this.book = typeof last === 'object' && last !== null ? (last as SendProgress) : {};
  }

  get all(): SendProgress {
    return this.book;
  }

  of(output: string): NonNullable<SendProgress[string]> {
    return this.book[output] ?? {};
  }

  save(output: string, reached: NonNullable<SendProgress[string]>): void {
    this.book = { ...this.book, [output]: reached };
    heartbeat(this.book);
  }
}

import {
  confirmPage,
  endWalk,
  planWalk,
  type EventsProgress,
  type WalkRules,
} from '../../../domain/events/state/events-progress';
import type { EventRow } from '../../../domain/events/event-row';
import { readPage } from '../../../domain/events/walk/read-page';
import { SeenEvents } from '../../../domain/events/state/seen-events';
import type { Walk } from '../../../domain/events/walk/walk';
import type { ChangingServer } from './changing-server';

/** What was delivered, and how far it is: everything that a service does, without network and sink. */
export class Deliveries {
  readonly sent: EventRow[] = [];
  received = 0;
  progress: EventsProgress;

  constructor(
    private readonly server: ChangingServer,
    readonly rules: WalkRules,
  ) {
    this.progress = { cursor: rules.notBefore, seen: new SeenEvents(), window: null };
  }

  /** @param between what happens on the server after each page */
  walk(now: number, between: (page: number) => void = () => undefined): Walk {
    const before = this.progress.window;
    let walk = planWalk(this.progress, this.rules, now);
    for (let pages = 0; !walk.isDone; pages += 1) {
      if (pages > 10_000) throw new Error('the walk does not end');
      const page = this.server.page(walk.place, walk.limit, walk.bounds);
      const reading = readPage(walk, page, this.progress.seen);
      this.sent.push(...reading.due.map((index) => page.rows[index]!));
      this.received += reading.received;
      this.progress = confirmPage(this.progress, page, reading);
      walk = reading.next;
      between(pages);
    }
    this.progress = endWalk(this.progress, walk, before);
    return walk;
  }
}

export function versionOf({ id, updatedAt, fingerprint }: EventRow): string {
  return `${String(id)} ${String(updatedAt)} ${fingerprint}`;
}

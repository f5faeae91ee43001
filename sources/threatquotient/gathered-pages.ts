import { inPlaceOrder, type EventRow } from '../../domain/events/event-row';
import { SeenEvents } from '../../domain/events/state/seen-events';
import type { Known, PageReading } from '../../domain/events/walk/read-page';
import type { WalkPage } from '../../domain/events/walk/walk';
import type { BatchMemory } from './batch-memory';
import type { EventElement } from './event-element';

/** What goes to the sinks together at most; see decision 310. */
export interface GatherLimits {
  readonly events: number;
  /** Of their bodies. */
  readonly bytes: number;
  /** Pages of known rows cost no confirmation, but their rows stand in memory. */
  readonly pages: number;
  /** Nothing that was read waits longer for company, milliseconds. */
  readonly waitMs: number;
}

/** A confirmation costs a handshake, and what is repeated after a fault is one such batch. */
export const GATHER_LIMITS: GatherLimits = { events: 5_000, bytes: 4 * 1024 * 1024, pages: 50, waitMs: 1_000 };

/** A page that was read, and what is to be done with it. */
export interface GatheredPage {
  readonly page: WalkPage;
  readonly reading: PageReading;
  /** The elements that are due, in their order. */
  readonly due: readonly EventElement[];
}

/** Pages that were read and are not delivered yet. Their rows are known to the walk, and to nobody else. */
export class GatheredPages {
  private gathered: GatheredPage[] = [];
  private pending = new SeenEvents();
  private events = 0;
  private bytes = 0;
  private since: number | null = null;

  /**
   * @param now milliseconds of any clock
   * @param memory for the bodies; nothing else is in it
   */
  constructor(
    private readonly now: () => number,
    readonly memory: BatchMemory,
    private readonly limits: GatherLimits = GATHER_LIMITS,
  ) {}

  private get inOrder(): boolean {
    return this.gathered.every(({ reading }) => reading.next.inOrder);
  }

  get pages(): readonly GatheredPage[] {
    return this.gathered;
  }

  /**
   * The elements of all pages that are due. Where a server heeds no sort they are put in order here, and so wait for as
   * many others as there is room for (decision 325).
   */
  due(): readonly EventElement[] {
    const due = this.gathered.flatMap((page) => page.due);
    return this.inOrder ? due : due.sort((one, other) => inPlaceOrder(one.row, other.row));
  }

  /** Whether it is time to deliver them. */
  get isFull(): boolean {
    const { events, bytes, pages, waitMs } = this.limits;
    return (
      this.events >= events ||
      this.bytes >= bytes ||
      this.gathered.length >= pages ||
      (this.inOrder && this.since !== null && this.now() - this.since >= waitMs)
    );
  }

  add({ page, reading, due }: GatheredPage): void {
    this.gathered.push({ page, reading, due: due.map((element) => this.kept(element)) });
    for (const { row, body } of due) {
      this.pending.add(row, reading.next.bounds.upper);
      this.events += 1;
      this.bytes += body?.length ?? 0;
    }
    if (due.length > 0) this.since ??= this.now();
  }

  private kept(element: EventElement): EventElement {
    return element.body === null ? element : { ...element, body: this.memory.keep(element.body) };
  }

  /** What a walk has to take for known beside what is delivered. */
  beside(delivered: Known): Known {
    const { pending } = this;
    return {
      knows: (row: EventRow) => delivered.knows(row) || pending.knows(row),
      knowsId: (id: string) => delivered.knowsId(id) || pending.knowsId(id),
    };
  }
}

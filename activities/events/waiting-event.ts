import { eventMessage } from '../../domain/events/event-message';
import { eventPieces } from '../../domain/events/event-pieces';
import type { EventRow } from '../../domain/events/event-row';
import type { LinePieces } from '../../outputs/message-output';
import type { DueMessage } from './send-to-outputs';

/**
 * An event that waits to be sent and confirmed. Its message is written each time that it is asked for: a batch of
 * thousands then stands in memory once, as it was served, and not in the heap.
 */
export class WaitingEvent implements DueMessage {
  constructor(
    readonly row: EventRow,
    readonly tag: string,
    private readonly body: Buffer,
    private readonly pullingId: string,
  ) {}

  get message(): string {
    return eventMessage(this.body.toString('utf8'), this.pullingId);
  }

  get pieces(): LinePieces | null {
    return eventPieces(this.body, this.pullingId);
  }
}

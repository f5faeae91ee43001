import type { EventRow } from '../../domain/events/event-row';
import { eventMessage } from '../../domain/events/event-message';
import { type CutArray, cutElements } from '../../sources/threatquotient/cut-elements';
import type { DueMessage } from './send-to-outputs';
import { WaitingEvent } from './waiting-event';

/** An event that is due, as it was served, and its table. */
interface DueEvent {
  readonly row: EventRow;
  readonly body: Buffer;
  readonly tag: string;
}

/**
 * The messages of an event: itself; or where it is flattened by a list, a message for each element of that list, with
 * all that the event holds beside it.
 *
 * @param list name of a member of events; null for none
 */
export function messagesOf(
  { row, body, tag }: DueEvent,
  pullingId: string,
  list: string | null,
): readonly DueMessage[] {
  const cut = list === null ? null : cutElements(body, list);
  if (cut === null || cut.elements.length < 2) return [new WaitingEvent(row, tag, body, pullingId)];
  return cut.elements.map((element) => new PartOfEvent(row, tag, body, cut, element, pullingId));
}

/** Like a whole event, it is written each time that it is asked for: an event may have thousands of parts. */
class PartOfEvent implements DueMessage {
  readonly pieces = null;

  constructor(
    readonly row: EventRow,
    readonly tag: string,
    private readonly body: Buffer,
    private readonly cut: CutArray,
    private readonly element: Buffer,
    private readonly pullingId: string,
  ) {}

  get message(): string {
    const { body, cut, element, pullingId } = this;
    const before = body.toString('utf8', 0, cut.begin);
    const after = body.toString('utf8', cut.end + 1);
    return eventMessage(`${before}[${element.toString('utf8')}]${after}`, pullingId);
  }
}

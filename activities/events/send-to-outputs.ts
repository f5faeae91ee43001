import { CollectorError } from '../../errors/collector-error';
import type { EventRow } from '../../domain/events/event-row';
import type { RefusedEvents, SentEvents } from '../../domain/events/events-step';
import { SeenEvents } from '../../domain/events/state/seen-events';
import { count } from '../../domain/report/words';
import type { ErrorReport } from '../../errors/error-report';
import type { MessageOutput, TaggedMessage } from '../../outputs/message-output';

/** A message, and the version of the event that it tells. */
export interface DueMessage extends TaggedMessage {
  readonly row: EventRow;
}

/** What outputs have confirmed of a batch that another one has not: it need not go to them again. */
export type Ahead = ReadonlyMap<string, SeenEvents>;

/** Sends messages to several outputs, and keeps in mind what each has confirmed. */
export interface Outputs {
  /** Resolves when every output has confirmed, with how many messages one of them refuses for good. */
  send(messages: readonly DueMessage[], signal: AbortSignal): Promise<number>;
  sent(): Readonly<Record<string, SentEvents>>;
  ahead(): Ahead;
  /** What failed in the last try, by output. */
  failures(): ReadonlyMap<string, unknown>;
}

export interface OutputsPorts {
  /** Told of each confirmation. */
  delivered(output: string, sent: number, ms: number): void;
  /** An output has confirmed what another one has not yet: worth to be kept. */
  ahead(): void;
  /** Told of each event that an output refuses for good. */
  refused(error: CollectorError): void;
  /** The error as data, without secrets. */
  report(error: CollectorError): ErrorReport;
}

export interface Before {
  readonly sent: Readonly<Record<string, SentEvents>>;
  readonly ahead: Ahead;
}

/** A batch, and the versions that took the place of others in it while an output was away. */
const MOST_AHEAD = 10_000;

/** So many refused events are named in the report; the log names all. */
const MOST_NAMED = 5;

/**
 * One after the other; one that fails keeps it from no other. The cursor of all waits for the last of them; those that
 * have confirmed a batch are not sent what was in it again, whether it is tried again now or in a later pull (decision
 * 311).
 */
export function sendToOutputs(outputs: readonly MessageOutput[], before: Before, ports: OutputsPorts): Outputs {
  const sums: Record<string, SentEvents> = { ...before.sent };
  const failures = new Map<string, unknown>();
  const ahead = new Map<string, SeenEvents>(before.ahead);
  let batch: readonly DueMessage[] = [];
  let refused = new Set<DueMessage>();

  async function sendTo(output: MessageOutput, messages: readonly DueMessage[], signal: AbortSignal): Promise<void> {
    const receipt = await output.send(messages, signal);
    const sum = sums[output.name] ?? { sent: 0, bytes: 0, ms: 0 };
    const turnedDown = receipt.refused.reduce(
      (found, { index, bytes, why }) => refusedBy(output, messages[index], `${count(bytes)} bytes: ${why}`, found),
      sum.refused,
    );
    sums[output.name] = {
      sent: sum.sent + receipt.sent,
      bytes: sum.bytes + receipt.bytes,
      ms: sum.ms + receipt.ms,
      ...(turnedDown && { refused: turnedDown }),
    };
    ports.delivered(output.name, receipt.sent, receipt.ms);
  }

  function refusedBy(
    { name }: MessageOutput,
    message: DueMessage | undefined,
    why: string,
    found: RefusedEvents | undefined,
  ): RefusedEvents | undefined {
    if (message === undefined) return found;
    refused.add(message);
    const id = message.row.id ?? `without an id (fingerprint ${message.row.fingerprint})`;
    const ids = [...(found?.ids ?? []), id].slice(0, MOST_NAMED);
    const events = (found?.count ?? 0) + 1;
    ports.refused(
      new CollectorError('devo_event_refused', { setting: `outputs.${name}`, seen: `event ${id}, ${why}` }),
    );
    const more = events > ids.length ? ` and ${count(events - ids.length)} more` : '';
    const seen = `${count(events)} in this pull: ${ids.join(', ')}${more}; the last one ${why}`;
    const error = ports.report(new CollectorError('devo_event_refused', { setting: `outputs.${name}`, seen }));
    return { count: events, ids, error };
  }

  function remember(output: string, messages: readonly DueMessage[]): void {
    const known = ahead.get(output) ?? new SeenEvents();
    for (const { row } of messages) known.add(row, row.updatedAt ?? 0);
    known.prune(Number.POSITIVE_INFINITY, MOST_AHEAD);
    ahead.set(output, known);
    ports.ahead();
  }

  return {
    async send(messages, signal) {
      if (batch !== messages) {
        batch = messages;
        refused = new Set();
      }
      failures.clear();
      for (const output of outputs) {
        const known = ahead.get(output.name);
        const due = known === undefined ? messages : messages.filter(({ row }) => !known.knows(row));
        if (due.length === 0) continue;
        try {
          await sendTo(output, due, signal);
          if (outputs.length > 1) remember(output.name, due);
        } catch (error) {
          signal.throwIfAborted();
          failures.set(output.name, error);
        }
      }
      for (const failure of failures.values()) throw failure;
      ahead.clear();
      return refused.size;
    },
    sent: () => ({ ...sums }),
    ahead: () => ahead,
    failures: () => failures,
  };
}

import { CollectorError } from '../../../errors/collector-error';
import type { MessageReceipt, RefusedMessage, TaggedMessage } from '../../message-output';

/** Devo names no limit of a record; receivers that have one are known to set it at 64 KB. */
const LARGE_BYTES = 64 * 1024;

/** So often the sink must turn a large message down, and live on each time, before it counts as refused. */
const TRIES = 3;

/** A message that the sink does not take, and why. */
interface Refusal {
  readonly given: TaggedMessage;
  readonly why: string;
}

/** What has become of some messages. */
export interface SentMessages {
  readonly sent: number;
  readonly bytes: number;
  readonly refused: readonly Refusal[];
}

export interface LargeMessageTools {
  /** Sends and waits for the confirmation. */
  send(messages: readonly TaggedMessage[]): Promise<SentMessages>;
  /** Throws when the sink is not there at all. */
  check(): Promise<void>;
}

/**
 * Sends a batch; when the connection is lost over it and large messages are among it, sends those alone, so that one
 * which the sink does not bear cannot stop the others. Only such a message is ever given up, and only while the sink
 * lives.
 */
export async function sendAroundLarge(
  messages: readonly TaggedMessage[],
  tools: LargeMessageTools,
): Promise<SentMessages> {
  try {
    return await tools.send(messages);
  } catch (error) {
    if (!isLoss(error) || !messages.some(isLarge)) throw error;
    await tools.check();
  }
  const all: SentMessages[] = [];
  for (const part of runsAround(messages)) {
    const [first] = part;
    all.push(
      part.length === 1 && first !== undefined && isLarge(first)
        ? await sendLarge(first, tools)
        : await tools.send(part),
    );
  }
  return sumOf(all);
}

/** What was sent of several runs. */
export function sumOf(runs: readonly SentMessages[]): SentMessages {
  return {
    sent: runs.reduce((sum, part) => sum + part.sent, 0),
    bytes: runs.reduce((sum, part) => sum + part.bytes, 0),
    refused: runs.flatMap((part) => part.refused),
  };
}

export function refusal(given: TaggedMessage, why: string): SentMessages {
  return { sent: 0, bytes: 0, refused: [{ given, why }] };
}

/** @param messages all that were given */
export function receiptOf(
  messages: readonly TaggedMessage[],
  { sent, bytes, refused }: SentMessages,
  { startedAt, requests }: { readonly startedAt: number; readonly requests: number },
): MessageReceipt {
  const named: RefusedMessage[] = refused.map(({ given, why }) => ({
    index: messages.indexOf(given),
    bytes: Buffer.byteLength(given.message),
    why,
  }));
  return {
    sent,
    bytes,
    ms: Math.round(performance.now() - startedAt),
    requests,
    refused: named.sort((one, other) => one.index - other.index),
  };
}

async function sendLarge(given: TaggedMessage, tools: LargeMessageTools): Promise<SentMessages> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await tools.send([given]);
    } catch (error) {
      if (!isLoss(error)) throw error;
      await tools.check();
      if (tries === TRIES) return refusal(given, error.message);
    }
  }
}

/** The connection was lost or stood still, as when the peer turns down what it reads. */
function isLoss(error: unknown): error is CollectorError {
  return error instanceof CollectorError && (error.id === 'devo_connection_lost' || error.id === 'devo_timeout');
}

function isLarge({ message }: TaggedMessage): boolean {
  return message.length > LARGE_BYTES || Buffer.byteLength(message) > LARGE_BYTES;
}

/** In their order: large messages each by itself, and those between them together. */
function runsAround(messages: readonly TaggedMessage[]): TaggedMessage[][] {
  const runs: TaggedMessage[][] = [];
  let together: TaggedMessage[] | null = null;
  for (const given of messages) {
    if (isLarge(given)) {
      runs.push([given]);
      together = null;
    } else if (together === null) {
      together = [given];
      runs.push(together);
    } else together.push(given);
  }
  return runs;
}

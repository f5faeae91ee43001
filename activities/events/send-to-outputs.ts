import type { CollectorError } from '../../errors/collector-error';
import type { SentEvents } from '../../domain/events/events-step';
import type { MessageOutput, TaggedMessage } from '../../outputs/message-output';

/** Sends messages to several outputs, and keeps in mind what each has confirmed. */
export interface Outputs {
  /** Resolves when every output has confirmed. */
  send(messages: readonly TaggedMessage[], signal: AbortSignal): Promise<void>;
  sent(): Readonly<Record<string, SentEvents>>;
  /** The output whose error this is, or null. */
  failedOutput(error: CollectorError): string | null;
}

/**
 * One after the other. After a failure the outputs that have confirmed a page are not sent it again when it is tried
 * again.
 *
 * @param delivered told of each confirmation
 */
export function sendToOutputs(
  outputs: readonly MessageOutput[],
  before: Readonly<Record<string, SentEvents>>,
  delivered: (output: string, sent: number, ms: number) => void,
): Outputs {
  const sums: Record<string, SentEvents> = { ...before };
  const failed = new Map<unknown, string>();
  let page: readonly TaggedMessage[] = [];
  let confirmed = new Set<string>();

  async function sendTo(output: MessageOutput, messages: readonly TaggedMessage[], signal: AbortSignal): Promise<void> {
    const { sent, bytes, ms } = await output.send(messages, signal);
    const sum = sums[output.name] ?? { sent: 0, bytes: 0, ms: 0 };
    sums[output.name] = { sent: sum.sent + sent, bytes: sum.bytes + bytes, ms: sum.ms + ms };
    delivered(output.name, sent, ms);
  }

  return {
    async send(messages, signal) {
      if (page !== messages) {
        page = messages;
        confirmed = new Set();
      }
      for (const output of outputs) {
        if (confirmed.has(output.name)) continue;
        try {
          await sendTo(output, messages, signal);
          confirmed.add(output.name);
        } catch (error) {
          failed.set(error, output.name);
          throw error;
        }
      }
    },
    sent: () => ({ ...sums }),
    failedOutput: (error) => failed.get(error) ?? null,
  };
}

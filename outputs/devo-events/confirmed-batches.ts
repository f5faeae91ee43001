import type { ConfirmedBatch } from './deliver-events';
import type { RecordChunk } from './syslog/record-chunks';
import type { SyslogSender } from './syslog/syslog-sender';

/** A peer that ends connections by itself is given so many new ones in a row before the delivery fails. */
const EARLY_ENDS_BORNE = 2;

const NOTHING_CONFIRMED: ConfirmedBatch = { events: 0, bytes: 0 };

/** Sends batches, each confirmed by the end of its connection (decision 021). */
export class ConfirmedBatches {
  readonly #sender: SyslogSender;
  #earlyEnds = 0;

  constructor(sender: SyslogSender) {
    this.#sender = sender;
  }

  /** No events in the answer: the peer has ended the connection by itself, and the batch is to be sent again. */
  async send(chunks: Iterable<RecordChunk>): Promise<ConfirmedBatch> {
    try {
      const sent = await this.#sendConfirmed(chunks);
      this.#earlyEnds = 0;
      return sent;
    } catch (error) {
      if (!this.#sender.endedByPeer || this.#earlyEnds === EARLY_ENDS_BORNE) throw error;
      this.#earlyEnds += 1;
      this.#sender.abandon();
      return NOTHING_CONFIRMED;
    }
  }

  async #sendConfirmed(chunks: Iterable<RecordChunk>): Promise<ConfirmedBatch> {
    let events = 0;
    let bytes = 0;
    for (const chunk of chunks) {
      await this.#sender.write(chunk.bytes);
      events += chunk.count;
      bytes += chunk.bytes.length;
    }
    await this.#sender.confirm();
    return { events, bytes };
  }
}

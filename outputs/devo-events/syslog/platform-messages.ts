import { hostname } from 'node:os';
import type { MessageOutput, MessageReceipt, TaggedMessage } from '../../message-output';
import { ConfirmedBatches } from '../confirmed-batches';
import { gzipRecords, plainRecords } from './record-chunks';
import { framePieces, frameRecord, recordHeader, type SyslogRecord } from './syslog-record';
import { SyslogSender } from './syslog-sender';
import { checkTarget, openTarget, warnOfSecurityLevel, type SyslogTarget } from './syslog-target';
import { receiptOf, sendAroundLarge, type SentMessages } from '../messages/around-large-messages';
import { oneLine } from '../messages/one-line';

export interface PlatformMessagesOptions extends SyslogTarget {
  readonly name: string;
  /** Sends gzip members in place of plain records. */
  readonly gzip?: boolean | undefined;
  /** The host of the records; this machine's name when not given. */
  readonly hostname?: string | undefined;
}

/**
 * Prepared messages over TLS syslog, each to its own table. A batch is a connection: its end is the only confirmation
 * that there is (decisions 021 and 221).
 *
 * @throws CollectorError `setting_value` for a host name that would break a record
 */
export function createPlatformMessages(options: PlatformMessagesOptions): MessageOutput {
  const headerOf = headers(options.hostname ?? hostname(), options.settingsPath);
  warnOfSecurityLevel(options);
  return {
    name: options.name,
    type: 'devo_platform',
    send: (messages, signal) => send(options, headerOf, messages, signal),
    check: (signal) => checkTarget(options, signal),
    close: () => undefined,
  };
}

async function send(
  options: PlatformMessagesOptions,
  headerOf: (tag: string) => string,
  messages: readonly TaggedMessage[],
  signal: AbortSignal,
): Promise<MessageReceipt> {
  const startedAt = performance.now();
  const sender = new SyslogSender(() => openTarget(options, signal), options.now);
  const batches = new ConfirmedBatches(sender);
  const chunksOf = options.gzip ? gzipRecords : plainRecords;

  async function sendBatch(batch: readonly TaggedMessage[]): Promise<SentMessages> {
    if (batch.length === 0) return { sent: 0, bytes: 0, refused: [] };
    try {
      for (;;) {
        signal.throwIfAborted();
        const { events: sent, bytes } = await batches.send(chunksOf(recordsOf(batch, headerOf)));
        if (sent > 0) return { sent, bytes, refused: [] };
      }
    } finally {
      sender.abandon();
    }
  }

  const sent = await sendAroundLarge(messages, { send: sendBatch, check: () => checkTarget(options, signal) });
  return receiptOf(messages, sent, { startedAt, requests: sender.connections });
}

/** One by one, so that no batch stands in memory a second time. */
function* recordsOf(messages: readonly TaggedMessage[], headerOf: (tag: string) => string): Generator<SyslogRecord> {
  for (const given of messages) {
    const { tag, pieces = null } = given;
    yield pieces === null ? frameRecord(headerOf(tag), oneLine(given.message)) : framePieces(headerOf(tag), pieces);
  }
}

function headers(host: string, settingsPath: string): (tag: string) => string {
  recordHeader(host, 'any.tag', settingsPath); // a host that breaks records is told at once
  const known = new Map<string, string>();
  return (tag) => {
    const header = known.get(tag) ?? recordHeader(host, tag, settingsPath);
    known.set(tag, header);
    return header;
  };
}

import { hostname } from 'node:os';
import type { MessageOutput, MessageReceipt, TaggedMessage } from '../message-output';
import { joined } from './record-chunks';
import { frameRecord, recordHeader } from './syslog-record';
import { SyslogSender } from './syslog-sender';
import { checkTarget, openTarget, warnOfSecurityLevel, type SyslogTarget } from './syslog-target';

export interface PlatformMessagesOptions extends SyslogTarget {
  readonly name: string;
  /** The host of the records; this machine's name when not given. */
  readonly hostname?: string | undefined;
}

/**
 * Prepared messages over TLS syslog, each to its own table. Syslog acknowledges nothing: each batch ends its connection, and
 * counts as sent when the peer has ended its side too, which it does after it has read everything.
 */
export function createPlatformMessages(options: PlatformMessagesOptions): MessageOutput {
  const headers = new Map<string, string>();
  warnOfSecurityLevel(options);

  function headerOf(tag: string): string {
    const header = headers.get(tag) ?? recordHeader(options.hostname ?? hostname(), tag, options.settingsPath);
    headers.set(tag, header);
    return header;
  }

  function* records(messages: readonly TaggedMessage[]): Generator<string> {
    for (const { tag, message } of messages) yield frameRecord(headerOf(tag), message);
  }

  async function send(messages: readonly TaggedMessage[], signal: AbortSignal): Promise<MessageReceipt> {
    const started = performance.now();
    const sender = new SyslogSender(() => openTarget(options, signal), options.now ?? Date.now);
    let bytes = 0;
    try {
      for (const chunk of joined(records(messages))) {
        signal.throwIfAborted();
        await sender.write(chunk.bytes);
        bytes += chunk.bytes.length;
      }
      await sender.confirm();
    } finally {
      sender.abandon();
    }
    const ms = Math.round(performance.now() - started);
    return { sent: messages.length, bytes, ms, requests: sender.connections };
  }

  return {
    name: options.name,
    type: 'devo_platform',
    send,
    check: (signal) => checkTarget(options, signal),
    close: () => undefined,
  };
}

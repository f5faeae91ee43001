import { hostname } from 'node:os';
import { REQUEST_LIMITS } from '../../domain/time-limits';
import { createDevoClient } from '../devo-client';
import type { MessageOutput, MessageReceipt, TaggedMessage } from '../message-output';
import type { DevoHttpOptions } from './devo-http-output';
import { batchOf } from './event-batch';
import { postEvents, streamPath } from './http-ingestion';

/** As for events of a list: Devo takes 32 MB a request. */
const BATCH_LIMITS = { events: 20_000, bytes: 8_000_000 };

export type HttpMessagesOptions = Omit<
  DevoHttpOptions,
  'tag' | 'obfuscate' | 'obfuscationRules' | 'historicalFrom' | 'batch'
>;

/** Prepared messages through Devo's HTTP ingestion, a request for each table. A request is confirmed by its answer. */
export function createHttpMessages(options: HttpMessagesOptions): MessageOutput {
  const { name, domain, token, host = hostname(), gzip = true } = options;
  const client = createDevoClient({ ...options, requestTimeoutMs: options.requestTimeoutMs ?? REQUEST_LIMITS.devo });

  async function send(messages: readonly TaggedMessage[], signal: AbortSignal): Promise<MessageReceipt> {
    const started = performance.now();
    let bytes = 0;
    let requests = 0;
    for (const [tag, ofTag] of byTag(messages)) {
      const path = streamPath(domain, token, host, tag);
      for (let sent = 0; sent < ofTag.length; requests += 1) {
        const lines = [...batchOf(ofTag.slice(sent), BATCH_LIMITS)];
        const body = Buffer.from(`${lines.join('\n')}\n`);
        await postEvents({ client, path, gzip }, body, signal);
        sent += lines.length;
        bytes += body.length;
      }
    }
    return { sent: messages.length, bytes, ms: Math.round(performance.now() - started), requests };
  }

  return { name, type: 'devo_http', send, close: () => client.close() };
}

function byTag(messages: readonly TaggedMessage[]): ReadonlyMap<string, readonly string[]> {
  const tags = new Map<string, string[]>();
  for (const { tag, message } of messages) {
    const ofTag = tags.get(tag) ?? [];
    tags.set(tag, ofTag);
    ofTag.push(message);
  }
  return tags;
}

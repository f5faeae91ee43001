import { hostname } from 'node:os';
import { REQUEST_LIMITS } from '../../../domain/time-limits';
import { statusError } from '../../../http/failure/status-error';
import { createDevoClient } from '../../devo-client';
import type { MessageOutput, MessageReceipt, TaggedMessage } from '../../message-output';
import { DEFAULT_TAG } from '../default-tag';
import type { DevoHttpWay } from './devo-http-output';
import { checkIngestion, isReceived, requestEvents, streamPath, type IngestionTarget } from './http-ingestion';
import { receiptOf, refusal, sumOf, type SentMessages } from '../messages/around-large-messages';
import { oneLine } from '../messages/one-line';

/** Devo takes 32 MB a request, before compression (Devo, "HTTP endpoint"). */
const LIMIT_BYTES = 32 * 1024 * 1024;

/** What goes together at most; a message that is larger by itself goes alone. */
const TOGETHER_BYTES = 8 * 1024 * 1024;

const TOO_LARGE = 413;

export interface HttpMessagesOptions extends DevoHttpWay {
  readonly name: string;
  /** Path of the output's config, such as `outputs.devo_http.config`. */
  readonly settingsPath: string;
  /** Where a check knocks: a table that events go to. */
  readonly table?: string | undefined;
}

/**
 * Prepared messages through Devo's HTTP ingestion endpoint, `stream` mode: a request for each tag, several for a large
 * batch. Each is confirmed by its answer; connections are kept from batch to batch.
 */
export function createHttpMessages(options: HttpMessagesOptions): MessageOutput {
  const { name, domain, token, gzip = true, host = hostname(), table = DEFAULT_TAG } = options;
  const client = createDevoClient({ ...options, requestTimeoutMs: options.requestTimeoutMs ?? REQUEST_LIMITS.devo });
  const targetOf = (tag: string): IngestionTarget => ({ client, path: streamPath(domain, token, host, tag), gzip });
  return {
    name,
    type: 'devo_http',
    send: (messages, signal) => send(messages, targetOf, signal),
    check: (signal) => checkIngestion(targetOf(table), signal),
    close: () => client.close(),
  };
}

async function send(
  messages: readonly TaggedMessage[],
  targetOf: (tag: string) => IngestionTarget,
  signal: AbortSignal,
): Promise<MessageReceipt> {
  const startedAt = performance.now();
  const outcomes: SentMessages[] = [];
  let requests = 0;

  /** When they are too large for the peer, each half by itself, down to the message that is it. */
  async function post(tag: string, together: readonly TaggedMessage[]): Promise<void> {
    const [first] = together;
    if (first === undefined) return;
    const body = Buffer.from(together.map(({ message }) => `${oneLine(message)}\n`).join(''));
    if (together.length === 1 && body.length > LIMIT_BYTES) {
      outcomes.push(refusal(first, 'larger than the 32 MB that Devo takes in a request'));
      return;
    }
    signal.throwIfAborted();
    const target = targetOf(tag);
    requests += 1;
    const answer = await requestEvents(target, body, signal);
    if (isReceived(answer)) {
      outcomes.push({ sent: together.length, bytes: body.length, refused: [] });
    } else if (answer.status !== TOO_LARGE) {
      throw statusError(answer, target.client.peer);
    } else if (together.length === 1) {
      outcomes.push(refusal(first, statusError(answer, target.client.peer).message));
    } else {
      const half = Math.ceil(together.length / 2);
      await post(tag, together.slice(0, half));
      await post(tag, together.slice(half));
    }
  }

  for (const [tag, ofTag] of byTag(messages)) for (const together of portionsOf(ofTag)) await post(tag, together);
  return receiptOf(messages, sumOf(outcomes), { startedAt, requests });
}

function byTag(messages: readonly TaggedMessage[]): ReadonlyMap<string, readonly TaggedMessage[]> {
  const tags = new Map<string, TaggedMessage[]>();
  for (const given of messages) {
    const known = tags.get(given.tag);
    if (known === undefined) tags.set(given.tag, [given]);
    else known.push(given);
  }
  return tags;
}

function* portionsOf(messages: readonly TaggedMessage[]): Generator<readonly TaggedMessage[]> {
  let together: TaggedMessage[] = [];
  let bytes = 0;
  for (const given of messages) {
    const size = Buffer.byteLength(given.message) + 1;
    if (together.length > 0 && bytes + size > TOGETHER_BYTES) {
      yield together;
      together = [];
      bytes = 0;
    }
    together.push(given);
    bytes += size;
  }
  yield together;
}

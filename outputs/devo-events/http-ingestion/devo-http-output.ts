import { hostname } from 'node:os';
import { REQUEST_LIMITS } from '../../../domain/time-limits';
import { createDevoClient, type DevoWay } from '../../devo-client';
import type { CheckedOutput } from '../checked-output';
import { DEFAULT_TAG } from '../default-tag';
import { deliverEvents, type ConfirmedBatch } from '../deliver-events';
import type { BatchLimits } from '../event-batch';
import type { EventOutputOptions } from '../event-output-options';
import { EVENTS_SINK_FACTS } from '../events-sink-facts';
import { checkIngestion, postEvents, streamPath, type IngestionTarget } from './http-ingestion';
import { rulesFingerprint } from '../output-rules';

/**
 * Devo takes 32 MB a request, before compression. A character is three bytes of UTF-8 at most, so that eight million of
 * them stay below in any script.
 */
const BATCH_LIMITS: BatchLimits = { events: 20_000, bytes: 8_000_000 };

/** Where Devo's HTTP ingestion endpoint is, and how to get in. */
export interface DevoHttpWay extends DevoWay {
  /** Base address of the ingestion endpoint, such as `https://http-us.devo.io`. */
  readonly url: string;
  readonly domain: string;
  /** A token of the type "HTTP ingestion". */
  readonly token: string;
  /** The host that the events carry; this machine's name when not given. */
  readonly host?: string | undefined;
  /** Default true. */
  readonly gzip?: boolean | undefined;
  readonly requestTimeoutMs?: number | undefined;
}

export interface DevoHttpOptions extends DevoHttpWay, EventOutputOptions {}

/** Events through Devo's HTTP ingestion endpoint, `stream` mode. A batch is confirmed by its answer. */
export function createDevoHttpOutput(options: DevoHttpOptions): CheckedOutput {
  const { name, domain, token, tag = DEFAULT_TAG } = options;
  const client = createDevoClient({ ...options, requestTimeoutMs: options.requestTimeoutMs ?? REQUEST_LIMITS.devo });
  const target: IngestionTarget = {
    client,
    path: streamPath(domain, token, options.host ?? hostname(), tag),
    gzip: options.gzip ?? true,
  };
  const limits = options.batch ?? BATCH_LIMITS;
  return {
    name,
    type: 'devo_http',
    rules: rulesFingerprint({
      type: 'devo_http',
      url: options.url.replace(/\/+$/, ''),
      domain,
      tag,
      obfuscation: options.obfuscationRules ?? null,
    }),
    check: (signal) => checkIngestion(target, signal),
    inspect: () => Promise.resolve(EVENTS_SINK_FACTS),
    deliver: (delivery, progress, signal) =>
      deliverEvents({ delivery, progress, signal, options, limits }, (bodies) => postBatch(target, bodies, signal)),
    close: () => client.close(),
  };
}

async function postBatch(
  target: IngestionTarget,
  bodies: Iterable<string>,
  signal: AbortSignal,
): Promise<ConfirmedBatch> {
  const lines = [...bodies];
  const body = Buffer.from(`${lines.join('\n')}\n`);
  await postEvents(target, body, signal);
  return { events: lines.length, bytes: body.length };
}

import { hostname } from 'node:os';
import type { Delivery, DeliveryProgress, Receipt } from '../output';
import type { CheckedOutput } from './checked-output';
import { DEFAULT_TAG } from './default-tag';
import { deliverEvents, type ConfirmedBatch } from './deliver-events';
import type { BatchLimits } from './event-batch';
import type { EventOutputOptions } from './event-output-options';
import { EVENTS_SINK_FACTS } from './events-sink-facts';
import { rulesFingerprint } from './output-rules';
import { gzipChunks, plainChunks, type RecordChunk } from './record-chunks';
import { recordHeader } from './syslog-record';
import { SyslogSender } from './syslog-sender';
import { checkTarget, openTarget, warnOfSecurityLevel, type SyslogTarget } from './syslog-target';

/** A list of the usual size is one batch; a lost attempt repeats one batch at most. */
const BATCH_LIMITS: BatchLimits = { events: 5_000, bytes: 2_000_000 };

/** A peer that ends connections by itself is given so many new ones in a row before the delivery fails. */
const EARLY_ENDS_BORNE = 2;

export interface DevoPlatformOptions extends SyslogTarget, EventOutputOptions {
  /** Sends gzip members in place of plain records. */
  readonly gzip?: boolean | undefined;
  /** The host of the records; this machine's name when not given. */
  readonly hostname?: string | undefined;
}

/**
 * Events over TLS syslog with a client certificate: Devo's `devo_platform`.
 *
 * Syslog acknowledges nothing. So each batch ends its connection, and counts as sent when the peer has ended its side
 * too, which it does after it has read everything; only then is the position saved. What was not confirmed is sent
 * again: at least once, and twice for one batch at most.
 */
export function createDevoPlatformOutput(options: DevoPlatformOptions): CheckedOutput {
  const tag = options.tag ?? DEFAULT_TAG;
  const header = recordHeader(options.hostname ?? hostname(), tag, options.settingsPath);
  warnOfSecurityLevel(options);
  return {
    name: options.name,
    type: 'devo_platform',
    rules: rulesFingerprint({ type: 'devo_platform', address: options.address, port: options.port, tag, obfuscation: options.obfuscationRules ?? null }),
    inspect: () => Promise.resolve(EVENTS_SINK_FACTS),
    deliver: (delivery, progress, signal) => deliver(options, header, delivery, progress, signal),
    check: (signal) => checkTarget(options, signal),
    close: () => undefined,
  };
}

async function deliver(
  options: DevoPlatformOptions, header: string, delivery: Delivery, progress: DeliveryProgress, signal: AbortSignal,
): Promise<Receipt> {
  const sender = new SyslogSender(() => openTarget(options, signal), options.now ?? Date.now);
  const chunksOf = options.gzip ? gzipChunks : plainChunks;
  let earlyEnds = 0;

  async function send(bodies: Iterable<string>): Promise<ConfirmedBatch> {
    try {
      const sent = await sendConfirmed(sender, chunksOf(header, bodies));
      earlyEnds = 0;
      return sent;
    } catch (error) {
      if (!sender.endedByPeer || earlyEnds === EARLY_ENDS_BORNE) throw error;
      earlyEnds += 1;
      sender.abandon();
      return { events: 0, bytes: 0 };
    }
  }

  try {
    return await deliverEvents({ delivery, progress, signal, options, limits: options.batch ?? BATCH_LIMITS }, send);
  } finally {
    sender.abandon();
  }
}

async function sendConfirmed(sender: SyslogSender, chunks: Iterable<RecordChunk>): Promise<ConfirmedBatch> {
  let events = 0;
  let bytes = 0;
  for (const chunk of chunks) {
    await sender.write(chunk.bytes);
    events += chunk.count;
    bytes += chunk.bytes.length;
  }
  await sender.confirm();
  return { events, bytes };
}

import { hostname } from 'node:os';
import type { Receipt } from '../../../domain/changes/receipt';
import type { Delivery, DeliveryProgress } from '../../output';
import type { CheckedOutput } from '../checked-output';
import { ConfirmedBatches } from '../confirmed-batches';
import { DEFAULT_TAG } from '../default-tag';
import { deliverEvents } from '../deliver-events';
import type { BatchLimits } from '../event-batch';
import type { EventOutputOptions } from '../event-output-options';
import { EVENTS_SINK_FACTS } from '../events-sink-facts';
import { rulesFingerprint } from '../output-rules';
import { gzipChunks, plainChunks } from './record-chunks';
import { recordHeader } from './syslog-record';
import { SyslogSender } from './syslog-sender';
import { checkTarget, openTarget, warnOfSecurityLevel, type SyslogTarget } from './syslog-target';

/** A list of the usual size is one batch; a lost attempt repeats one batch at most. */
const BATCH_LIMITS: BatchLimits = { events: 5_000, bytes: 2_000_000 };

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
    rules: rulesFingerprint({
      type: 'devo_platform',
      address: options.address,
      port: options.port,
      tag,
      obfuscation: options.obfuscationRules ?? null,
    }),
    inspect: () => Promise.resolve(EVENTS_SINK_FACTS),
    deliver: (delivery, progress, signal) => deliver(options, header, delivery, progress, signal),
    check: (signal) => checkTarget(options, signal),
    close: () => undefined,
  };
}

async function deliver(
  options: DevoPlatformOptions,
  header: string,
  delivery: Delivery,
  progress: DeliveryProgress,
  signal: AbortSignal,
): Promise<Receipt> {
  const sender = new SyslogSender(() => openTarget(options, signal), options.now);
  const batches = new ConfirmedBatches(sender);
  const chunksOf = options.gzip ? gzipChunks : plainChunks;
  try {
    return await deliverEvents(
      { delivery, progress, signal, options, limits: options.batch ?? BATCH_LIMITS },
      (bodies) => batches.send(chunksOf(header, bodies)),
    );
  } finally {
    sender.abandon();
  }
}

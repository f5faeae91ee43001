import { hostname } from 'node:os';
import type { Delivery, DeliveryProgress, Output, Receipt } from '../output';
import { resumePosition, savePosition, type DeliveryPosition } from './delivery-position';
import { batchOf, type BatchLimits } from './event-batch';
import { planEvents, type EventPlan, type EventPlanOptions } from './event-plan';
import { EVENTS_SINK_FACTS } from './events-sink-facts';
import { rulesFingerprint } from './output-rules';
import { gzipChunks, plainChunks } from './record-chunks';
import { recordHeader } from './syslog-record';
import { SyslogSender } from './syslog-sender';
import { checkTarget, openTarget, warnOfSecurityLevel, type SyslogTarget } from './syslog-target';

/** Table of the events when the config names none. */
export const DEFAULT_TAG = 'my.app.ctci.cewl';

/** A list of the usual size is one batch; a lost attempt repeats one batch at most. */
const BATCH_LIMITS: BatchLimits = { events: 5_000, bytes: 2_000_000 };

/** A peer that ends connections by itself is given so many new ones in a row before the delivery fails. */
const EARLY_ENDS_BORNE = 2;

export interface DevoPlatformOptions extends SyslogTarget, EventPlanOptions {
  readonly name: string;
  readonly tag?: string;
  /** Sends gzip members in place of plain records. */
  readonly gzip?: boolean;
  /** The host of the records; this machine's name when not given. */
  readonly hostname?: string;
  /** Fingerprint of the obfuscation rules, keys only as HMAC. */
  readonly obfuscationRules?: string;
  readonly batch?: BatchLimits;
}

/** An output that can be tried without sending anything. */
export interface CheckedOutput extends Output {
  /** Gets in as a delivery would, and leaves again. Throws CollectorError. */
  check(signal: AbortSignal): Promise<void>;
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
    deliver: (delivery, progress, signal) => deliverEvents(options, header, delivery, progress, signal),
    check: (signal) => checkTarget(options, signal),
    close: () => undefined,
  };
}

async function deliverEvents(
  options: DevoPlatformOptions, header: string, delivery: Delivery, progress: DeliveryProgress, signal: AbortSignal,
): Promise<Receipt> {
  const started = performance.now();
  const plan = planEvents(delivery, options);
  const sender = new SyslogSender(() => openTarget(options, signal), options.now ?? Date.now);
  let position = resumePosition(progress, plan.id);
  let earlyEnds = 0;
  try {
    while (position.offset < plan.count) {
      const before = position.offset;
      position = await sendBatch(options, header, plan, position, sender, earlyEnds < EARLY_ENDS_BORNE);
      earlyEnds = position.offset === before ? earlyEnds + 1 : 0;
      savePosition(progress, plan.id, position);
    }
  } finally {
    sender.abandon();
  }
  return {
    sent: plan.count, bytes: position.bytes, ms: Math.round(performance.now() - started), requests: position.requests,
    columns: plan.columns, full: delivery.kind === 'everything', job: null,
  };
}

/** Sends one batch. Returns the position unmoved when the peer ended the connection by itself and that is borne. */
async function sendBatch(
  options: DevoPlatformOptions, header: string, plan: EventPlan, position: DeliveryPosition, sender: SyslogSender, bearEarlyEnd: boolean,
): Promise<DeliveryPosition> {
  const batch = batchOf(plan.bodies(position.offset), options.batch ?? BATCH_LIMITS);
  let { offset, bytes } = position;
  try {
    for (const chunk of options.gzip ? gzipChunks(header, batch) : plainChunks(header, batch)) {
      await sender.write(chunk.bytes);
      offset += chunk.count;
      bytes += chunk.bytes.length;
    }
    await sender.confirm();
  } catch (error) {
    if (!bearEarlyEnd || !sender.endedByPeer) throw error;
    sender.abandon();
    return { ...position, requests: position.requests + 1 };
  }
  return { offset, bytes, requests: position.requests + 1 };
}

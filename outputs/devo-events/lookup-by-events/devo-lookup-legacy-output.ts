import { hostname } from 'node:os';
import { CollectorError } from '../../../errors/collector-error';
import type { ListInTurn } from '../../../domain/list/list';
import type { Receipt } from '../../../domain/changes/receipt';
import type { Delivery } from '../../output';
import { sleepUnlessAborted } from '../../sleep-unless-aborted';
import type { CheckedOutput } from '../checked-output';
import { EVENTS_SINK_FACTS } from '../events-sink-facts';
import { planUpload, uploadId, type LegacyUpload } from './legacy-upload';
import { rulesFingerprint } from '../output-rules';
import { plainChunks } from '../syslog/record-chunks';
import { recordHeader } from '../syslog/syslog-record';
import { SyslogSender } from '../syslog/syslog-sender';
import { checkTarget, openTarget, warnOfSecurityLevel, type SyslogTarget } from '../syslog/syslog-target';

const CONTROL_TABLE = 'my.lookup.control';
const DATA_TABLE = 'my.lookup.data';

/** After START and before END, so that Devo has seen the one before the other (devo-sdk 7.0.2, `Lookup.delay`). */
const DELAY_MS = 5_000;

export interface DevoLookupLegacyOptions extends SyslogTarget {
  readonly name: string;
  readonly lookupName: string;
  /** The host of the records; this machine's name when not given. */
  readonly hostname?: string | undefined;
  /** Milliseconds after START and before END; 5 s when not given. */
  readonly delayMs?: number | undefined;
  /** Applied before anything leaves. It must leave the key column alone. */
  readonly obfuscate?: ((table: ListInTurn) => ListInTurn) | undefined;
  /** Fingerprint of the obfuscation rules, keys only as HMAC. */
  readonly obfuscationRules?: string | undefined;
}

/**
 * A lookup by `my.lookup.*` events, as Devo's Python SDK writes it (decision 020).
 *
 * An upload has no position: an attempt that was lost is repeated as a new upload with an id of its own.
 */
export function createDevoLookupLegacyOutput(options: DevoLookupLegacyOptions): CheckedOutput {
  const { name, lookupName, address, port, settingsPath } = options;
  if (!/^[A-Za-z0-9_]+$/.test(lookupName)) {
    throw new CollectorError('setting_value', {
      setting: `${settingsPath}.lookup_name`,
      seen: 'only letters, digits and underscore are allowed',
    });
  }
  const headerOf = headersFor(options.hostname ?? hostname(), settingsPath);
  options.warn?.(
    `${name} writes a lookup by events: Devo announced the end of this way for 1 January 2026; use type devo_lookup`,
  );
  warnOfSecurityLevel(options);
  return {
    name,
    type: 'devo_lookup_legacy',
    rules: rulesFingerprint({
      type: 'devo_lookup_legacy',
      address,
      port,
      lookup: lookupName,
      obfuscation: options.obfuscationRules ?? null,
    }),
    inspect: () => Promise.resolve(EVENTS_SINK_FACTS),
    deliver: (delivery, _progress, signal) => deliver(options, headerOf, delivery, signal),
    check: (signal) => checkTarget(options, signal),
    close: () => undefined,
  };
}

function headersFor(host: string, settingsPath: string): (tag: string) => string {
  return (tag) => recordHeader(host, tag, settingsPath);
}

async function deliver(
  options: DevoLookupLegacyOptions,
  headerOf: (tag: string) => string,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Receipt> {
  const started = performance.now();
  const now = options.now ?? Date.now;
  const upload = planUpload(delivery, options.obfuscate ?? ((table) => table), uploadId(now(), options.lookupName));
  const sender = new SyslogSender(() => openTarget(options, signal), options.now);
  try {
    const bytes =
      upload.action === 'INC' && upload.count === 0 ? 0 : await send(options, headerOf, upload, sender, signal);
    return {
      sent: upload.count,
      bytes,
      ms: Math.round(performance.now() - started),
      requests: sender.connections,
      columns: upload.columns,
      full: upload.action === 'FULL',
      job: null,
    };
  } finally {
    sender.abandon();
  }
}

/** Sends an upload and returns its bytes when the peer has read them all. */
async function send(
  options: DevoLookupLegacyOptions,
  headerOf: (tag: string) => string,
  upload: LegacyUpload,
  sender: SyslogSender,
  signal: AbortSignal,
): Promise<number> {
  const control = headerOf(`${CONTROL_TABLE}.${options.lookupName}.${upload.action}`);
  const data = headerOf(`${DATA_TABLE}.${options.lookupName}`);
  const deletion = headerOf(`${DATA_TABLE}.${options.lookupName}.DELETE`);
  const delayMs = options.delayMs ?? DELAY_MS;
  let bytes = 0;

  async function write(header: string, messages: Iterable<string>): Promise<void> {
    for (const chunk of plainChunks(header, messages)) {
      await sender.write(chunk.bytes);
      bytes += chunk.bytes.length;
    }
  }

  await write(control, [upload.start]);
  await sleepUnlessAborted(delayMs, signal);
  await write(data, upload.rows());
  await write(deletion, upload.deletions());
  await sleepUnlessAborted(delayMs, signal);
  await write(control, [upload.end]);
  await sender.confirm();
  return bytes;
}

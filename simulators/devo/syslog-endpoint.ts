import { startSyslogSink, type SyslogSink } from '../syslog/syslog-sink';
import type { ServerCertificates } from '../syslog/certificate-folder';
import type { EventStore, IngestedEvent } from './event-store';

export interface SyslogEndpointOptions extends ServerCertificates {
  /** 0, the default, takes a free port. */
  readonly port?: number;
}

/** `<PRI>DATE HOST TAG: MESSAGE`, with the date of RFC 3164 or of RFC 3339: Devo takes both. */
const RECORD = /^<\d{1,3}>(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) (\S+) (\S+): ([^]*)$/;

/** Devo's table for events whose tag it does not know. */
const UNKNOWN_TABLE = 'unknown.unknown';

/** Devo's TLS syslog endpoint: client certificates of its own authority alone; what comes goes into the tables. */
export function startSyslogEndpoint(
  options: SyslogEndpointOptions,
  events: EventStore,
  now: () => number,
): Promise<SyslogSink> {
  const { port, key, cert, ca } = options;
  return startSyslogSink({
    key,
    cert,
    ca,
    mode: 'hand-on',
    ...(port === undefined ? {} : { port }),
    receive: (records) => {
      const at = new Date(now()).toISOString();
      events.add(records.map((record) => readRecord(record.toString('utf8'), at)));
    },
  });
}

function readRecord(record: string, at: string): IngestedEvent {
  const [, host = '', tag = '', message = ''] = RECORD.exec(record) ?? [];
  return tag === '' ? { at, host: '', tag: UNKNOWN_TABLE, message: record } : { at, host, tag, message };
}

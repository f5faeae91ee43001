import { CollectorError } from '../../../errors/collector-error';
import type { LinePieces } from '../../message-output';

/** A record as it goes over the wire, as text or in pieces of text and UTF-8. */
export type SyslogRecord = string | LinePieces;

/**
 * Priority (facility user, severity info) and date in front of every record. The date is a constant, as in Devo's own
 * SDK (devo-sdk 7.0.2, `compose_mem`): Devo stamps `eventdate` when an event arrives.
 */
const PRIORITY_AND_DATE = '<14>Jan  1 00:00:00';

/**
 * What stands before the message of a record, up to and with the blank: `<14>Jan  1 00:00:00 HOST TAG: `.
 *
 * @param setting path of the output's config, for the error
 * @throws CollectorError `setting_value` when host or tag would break the record
 */
export function recordHeader(host: string, tag: string, setting: string): string {
  if (!/^[^\s:\0]+$/.test(host))
    throw new CollectorError('setting_value', { setting: `${setting}.hostname`, seen: `"${host}" is no host name` });
  if (!/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){1,7}$/.test(tag)) {
    throw new CollectorError('setting_value', {
      setting: `${setting}.tag`,
      seen: `"${tag}" is not of the form my.app.name`,
    });
  }
  return `${PRIORITY_AND_DATE} ${host} ${tag}: `;
}

/**
 * One record as it goes over the wire: header, message, newline. A message that holds a newline is sent by octet
 * counting (`<bytes> <record>`, bytes of header, message and final newline), or the receiver would split it.
 */
export function frameRecord(header: string, message: string): string {
  if (!message.includes('\n')) return `${header}${message}\n`;
  const record = `${header}${message}\n`;
  return `${Buffer.byteLength(record)} ${record}`;
}

/** The same for a message in pieces, which has no newline. */
export function framePieces(header: string, pieces: LinePieces): SyslogRecord {
  return [header, ...pieces, '\n'];
}

/** Whether a record goes by octet counting: then it begins with a digit. */
export function isCounted(record: SyslogRecord): boolean {
  return typeof record === 'string' && !record.startsWith('<');
}

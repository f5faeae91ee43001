import { deflateRawSync } from 'node:zlib';
import { CollectorError } from '../config/errors/collector-error';
import type { ListTable } from '../domain/list-table';

/** Temporal's default limit of one payload (`limit.blobSize.error`), with room for what travels beside the rows. */
const PAYLOAD_LIMIT_BYTES = 2 * 1024 * 1024 - 64 * 1024;

/**
 * Refuses a list that Temporal would refuse, before anything breaks: payloads travel deflated, so what counts is the
 * deflated size. Small lists are not deflated for the check.
 */
export function checkPayloadSize(table: ListTable, limitBytes: number = PAYLOAD_LIMIT_BYTES): void {
  const text = JSON.stringify(table);
  if (text.length <= limitBytes) return;
  const packed = deflateRawSync(text, { level: 1 }).length;
  if (packed <= limitBytes) return;
  throw new CollectorError('list_too_large', { seen: `${table.rows.length} rows are ${packed} bytes when packed, at most ${limitBytes} can travel` });
}

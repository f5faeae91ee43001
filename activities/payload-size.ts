import { deflateRawSync } from 'node:zlib';
import { CollectorError } from '../config/errors/collector-error';
import type { ListChanges, ListTable } from '../domain/list-table';
import { packingLevel, PLAIN_LIMIT_BYTES } from '../domain/packing';

/** Temporal's default limit of what one step is given, all arguments together, or returns (`limit.blobSize.error`). */
const STEP_LIMIT_BYTES = 2 * 1024 * 1024;

/** For the metadata of the payloads, and for the numbers and names that travel with a list. */
const ENVELOPE_BYTES = 32 * 1024;

/** A packed ledger is base64, and lists of tens of thousands of rows have at most 10.5 bytes a row in it. */
const LEDGER_CHARACTERS_PER_ROW = 14;

/** Base64 of what is deflated already carries 6 bits a byte, and deflates to a little more than three quarters. */
const BASE64_DEFLATED = 0.78;

/**
 * Refuses a list that Temporal would refuse, before anything breaks: from `fetchCewl` the rows go to `dedupe`, beside
 * the ledgers of what was delivered. The room of the list's own ledger is kept free from the beginning, so that a list
 * that passes once passes again when it has changed. Throws CollectorError `list_too_large`.
 *
 * @param ledgers characters of the packed ledgers that travel beside the list
 */
export function checkTableTravels(table: ListTable, ledgers: number, limitBytes: number = STEP_LIMIT_BYTES): void {
  const characters = Math.max(ledgers, table.rows.length * LEDGER_CHARACTERS_PER_ROW);
  const beside = characters > PLAIN_LIMIT_BYTES ? Math.ceil(characters * BASE64_DEFLATED) : characters;
  check(table, JSON.stringify(table), limitBytes - ENVELOPE_BYTES - beside);
}

/**
 * The same for what `sendToDevo` is given: the rows and, for each output, what differs. As much as the ledger has is
 * free for it, so only large changes have to be looked at with the list. Throws CollectorError `list_too_large`.
 */
export function checkOrderTravels(table: ListTable, order: { readonly duplicates: readonly number[]; readonly changes: readonly ListChanges[] }, limitBytes: number = STEP_LIMIT_BYTES): void {
  const beside = JSON.stringify(order);
  if (Buffer.byteLength(beside) <= table.rows.length * LEDGER_CHARACTERS_PER_ROW * BASE64_DEFLATED) return;
  check(table, JSON.stringify(table) + beside, limitBytes - ENVELOPE_BYTES);
}

/** Payloads travel deflated, so what counts is the deflated size. Small ones are not deflated for the check. */
function check(table: ListTable, text: string, roomBytes: number): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= roomBytes) return;
  const packed = deflateRawSync(text, { level: packingLevel(bytes) }).length;
  if (packed <= roomBytes) return;
  throw new CollectorError('list_too_large', {
    setting: 'globals.external_storage.folder',
    seen: `${table.rows.length} rows are ${packed} bytes when packed, and ${Math.max(roomBytes, 0)} can travel beside what was delivered before`,
  });
}

import { CollectorError } from '../errors/collector-error';
import { rowCount, type ListChanges, type TravellingList } from '../domain/list/list';

/** Payloads up to this size stay plain JSON, so that the Web UI and the command line show them as they are. */
export const PLAIN_LIMIT_BYTES = 64 * 1024;

/** Temporal's default limit of what one step is given, all arguments together, or returns (`limit.blobSize.error`). */
const STEP_LIMIT_BYTES = 2 * 1024 * 1024;

/** For the metadata of the payloads, and for the numbers and names that travel with a list. */
const ENVELOPE_BYTES = 32 * 1024;

/**
 * Marks and ledgers of lists of tens of thousands of rows have at most 10.5 bytes a row (measured); base64 makes it
 * 14.
 */
const MARK_BYTES_PER_ROW = 10.6;
const LEDGER_CHARACTERS_PER_ROW = 14;

/**
 * Ledgers are base64 of what is deflated already, which carries 6 bits a byte; the codec's deflating leaves 0.7531 of
 * it (measured).
 */
const BASE64_DEFLATED = 0.757;

/** What a table takes of a payload. One that is not packed is small. */
export function tableBytes(table: TravellingList): number {
  return 'packed' in table
    ? table.packed.reduce((sum, piece) => sum + piece.length, 0)
    : Buffer.byteLength(JSON.stringify(table.rows));
}

/**
 * Refuses a list that Temporal would refuse, before anything breaks: what `fetchCewl` returns is the rows with their
 * marks; `dedupe` gets the marks beside the ledgers of what was delivered. Room for a ledger of the list's own size is
 * kept free from the beginning, so that a list that passes once passes again when it has changed. Throws CollectorError
 * `list_too_large`.
 *
 * @param ledgers characters of the packed ledgers that travel beside the marks
 */
export function checkListTravels(
  table: TravellingList,
  marks: Uint8Array | null,
  ledgers: number,
  limitBytes: number = STEP_LIMIT_BYTES,
): void {
  const rows = rowCount(table);
  const own = Math.max(marks?.length ?? 0, Math.ceil(rows * MARK_BYTES_PER_ROW));
  check(rows, tableBytes(table), own, limitBytes);
  check(
    rows,
    marks === null ? tableBytes(table) : own,
    ledgerBytesTravelling(Math.max(ledgers, rows * LEDGER_CHARACTERS_PER_ROW)),
    limitBytes,
  );
}

/**
 * The same for what `sendToDevo` is given: the rows and, for each output, what differs. As much as the marks have is
 * free for it, so only large changes have to be looked at with the list. Throws CollectorError `list_too_large`.
 */
export function checkOrderTravels(
  bytes: number,
  rows: number,
  order: { readonly duplicates: readonly number[]; readonly changes: readonly ListChanges[] },
  limitBytes: number = STEP_LIMIT_BYTES,
): void {
  const beside = Buffer.byteLength(JSON.stringify(order));
  if (beside > rows * MARK_BYTES_PER_ROW) check(rows, bytes, beside, limitBytes);
}

function check(rows: number, bytes: number, besideBytes: number, limitBytes: number): void {
  const room = limitBytes - ENVELOPE_BYTES - besideBytes;
  if (bytes <= room) return;
  throw new CollectorError('list_too_large', {
    setting: 'globals.external_storage.folder',
    seen:
      `what a step is given of ${rows} rows is ${bytes} bytes when packed, and ` +
      `${Math.max(room, 0)} have room beside what is to be compared with it`,
  });
}

/** What so many characters of ledgers are on their way: large payloads of JSON are deflated. */
function ledgerBytesTravelling(characters: number): number {
  return characters > PLAIN_LIMIT_BYTES ? Math.ceil(characters * BASE64_DEFLATED) : characters;
}

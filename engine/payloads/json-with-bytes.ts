import { METADATA_ENCODING_KEY, ValueError, type Payload, type PayloadConverterWithEncoding } from '@temporalio/common';
import { utf8 } from './json-converter';

/** Encoding of a payload that is JSON, followed by the bytes that its values hold. */
export const JSON_WITH_BYTES = 'binary/json-with-bytes';

const ENCODING = utf8.encode(JSON_WITH_BYTES);

/** How many bytes of the payload are the JSON, in decimal digits. */
const JSON_LENGTH = 'json-length';

/**
 * Stands in the JSON for bytes, with their length; they follow in the order of these. No name in a payload of ours
 * looks like it.
 */
const BYTES = '$bytes';

/** Bytes stand no deeper than in the pieces of a list in an object. */
const DEEPEST = 3;

/**
 * Values that hold bytes, such as a packed list. As JSON they would be base64, a third larger, which is written and
 * read anew at each end of each step and in the workflow between them; like this they are copied.
 */
export const jsonWithBytesConverter: PayloadConverterWithEncoding = {
  encodingType: JSON_WITH_BYTES,
  toPayload: write,
  fromPayload: (payload) => read(payload) as never, // the interface promises the type that the caller asks for
};

/** Undefined for a value without bytes: others write it. */
function write(value: unknown): Payload | undefined {
  const pieces: Uint8Array[] = [];
  const named = withOthers(value, DEEPEST, (held) => {
    if (!(held instanceof Uint8Array)) return undefined;
    pieces.push(held);
    return { [BYTES]: held.length };
  });
  if (pieces.length === 0) return undefined;
  const json = utf8.encode(JSON.stringify(named));
  return {
    metadata: { [METADATA_ENCODING_KEY]: ENCODING, [JSON_LENGTH]: utf8.encode(String(json.length)) },
    data: joined([json, ...pieces]),
  };
}

function read({ data, metadata }: Payload): unknown {
  const length = metadata?.[JSON_LENGTH];
  if (!data || !length) throw new ValueError('A payload of JSON and bytes does not say where its JSON ends');
  let end = Number(utf8.decode(length));
  const json: unknown = JSON.parse(utf8.decode(data.subarray(0, end)));
  return withOthers(json, DEEPEST, (parsed) => {
    const bytes = bytesMeant(parsed);
    if (bytes === null) return undefined;
    if (end + bytes > data.length)
      throw new ValueError(`A payload of JSON and bytes ends ${end + bytes - data.length} bytes early`);
    end += bytes;
    return new Uint8Array(data.buffer, data.byteOffset + end - bytes, bytes); // of this realm: the sandbox has its own
  });
}

/**
 * A value with others in place of those that `exchange` knows, in the order in which they stand, no deeper than said.
 * An array of numbers or texts holds none, and is not looked through: it may be one of a hundred thousand.
 */
function withOthers(value: unknown, deep: number, exchange: (value: unknown) => unknown): unknown {
  const other = exchange(value);
  if (other !== undefined) return other;
  if (deep === 0 || typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, withOthers(each, deep - 1, exchange)]),
    );
  return typeof value[0] === 'object' ? value.map((each: unknown) => withOthers(each, deep - 1, exchange)) : value;
}

function bytesMeant(value: unknown): number | null {
  return typeof value === 'object' && value !== null && BYTES in value && typeof value[BYTES] === 'number'
    ? value[BYTES]
    : null;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let end = 0;
  for (const piece of pieces) {
    whole.set(piece, end);
    end += piece.length;
  }
  return whole;
}

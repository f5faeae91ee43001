import { METADATA_ENCODING_KEY, ValueError, type Payload, type PayloadConverterWithEncoding } from '@temporalio/common';
import { utf8 } from './json-converter';

/** Encoding of a payload that is JSON, followed by the bytes that its values hold. */
export const JSON_WITH_BYTES = 'binary/json-with-bytes';

const ENCODING = utf8.encode(JSON_WITH_BYTES);

/** How many bytes of the payload are the JSON, in decimal digits. */
const JSON_LENGTH = 'json-length';

/** Stands in the JSON for bytes, with their length; they follow in the order of these. No name in a payload of ours looks like it. */
const BYTES = '$bytes';

/** Bytes stand no deeper than in the pieces of a list in an object. */
const DEEPEST = 3;

/**
 * Values that hold bytes, such as a packed list. As JSON they would be base64, a third larger, which is written and read
 * anew at each end of each step and in the workflow between them; like this they are copied.
 */
export const jsonWithBytesConverter: PayloadConverterWithEncoding = {
  encodingType: JSON_WITH_BYTES,
  toPayload: (value) => (holdsBytes(value, DEEPEST) ? write(value) : undefined),
  fromPayload: (payload) => read(payload) as never, // the interface promises the type that the caller asks for
};

function write(value: unknown): Payload {
  const pieces: Uint8Array[] = [];
  const json = utf8.encode(JSON.stringify(value, function replace(this: Record<string, unknown>, key: string, written: unknown) {
    const held = this[key]; // `written` is what a Buffer makes of itself for JSON
    if (!(held instanceof Uint8Array)) return written;
    pieces.push(held);
    return { [BYTES]: held.length };
  }));
  return {
    metadata: { [METADATA_ENCODING_KEY]: ENCODING, [JSON_LENGTH]: utf8.encode(String(json.length)) },
    data: joined([json, ...pieces]),
  };
}

function read({ data, metadata }: Payload): unknown {
  const length = metadata?.[JSON_LENGTH];
  if (!data || !length) throw new ValueError('A payload of JSON and bytes does not say where its JSON ends');
  let end = Number(utf8.decode(length));
  return JSON.parse(utf8.decode(data.subarray(0, end)), (_key, parsed: unknown) => {
    const bytes = bytesMeant(parsed);
    if (bytes === null) return parsed;
    if (end + bytes > data.length) throw new ValueError(`A payload of JSON and bytes ends ${end + bytes - data.length} bytes early`);
    end += bytes;
    return new Uint8Array(data.buffer, data.byteOffset + end - bytes, bytes); // of this realm: the sandbox has its own
  });
}

function holdsBytes(value: unknown, deep: number): boolean {
  if (value instanceof Uint8Array) return true;
  if (deep === 0 || typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return holdsBytes(value[0], deep - 1); // where one has bytes, all have
  return Object.values(value).some((each) => holdsBytes(each, deep - 1));
}

function bytesMeant(value: unknown): number | null {
  return typeof value === 'object' && value !== null && BYTES in value && typeof value[BYTES] === 'number' ? value[BYTES] : null;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}

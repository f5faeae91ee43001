import { BinaryPayloadConverter, METADATA_ENCODING_KEY, type Payload } from '@temporalio/common';
import { isPackedList, unpackList } from '../../packing/list';
import { count } from '../../domain/report/words';
import { jsonConverter, utf8 } from './json-converter';
import { jsonWithBytesConverter } from './json-with-bytes';

const readers = [jsonWithBytesConverter, new BinaryPayloadConverter()];

/**
 * Shows a payload that holds bytes as JSON, for people: packed lists by their rows. Every other payload is given back
 * as it is.
 */
export function withPlainRows(payload: Payload): Payload {
  const encoding = payload.metadata?.[METADATA_ENCODING_KEY];
  const reader = encoding && readers.find(({ encodingType }) => encodingType === utf8.decode(encoding));
  if (!reader) return payload;
  try {
    return jsonConverter.toPayload(plain(reader.fromPayload<unknown>(payload))) ?? payload;
  } catch {
    return payload; // bytes that are not ours after all
  }
}

/**
 * Tables by their rows, and what stands beside them: a list, an order, a preview. Other bytes are for programs: keys
 * and fingerprints of rows.
 */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return `${count(value.length)} bytes`;
  if (isPackedList(value)) return unpackList(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

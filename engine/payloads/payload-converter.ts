import {
  BinaryPayloadConverter,
  CompositePayloadConverter,
  encodingTypes,
  UndefinedPayloadConverter,
  type ConverterHint,
  type Payload,
  type SerializationContext,
} from '@temporalio/common';
import { Unreadable } from '../../domain/unreadable';
import { jsonConverter } from './json-converter';
import { JSON_WITH_BYTES, jsonWithBytesConverter } from './json-with-bytes';
import { tolerateSearchAttributes } from '../search-attributes';
import { DEFLATED_ENCODING, encodingOf, readUnreadable } from './unreadable-payload';

tolerateSearchAttributes();

/** Encodings of ours: a payload of them that cannot be read is damaged. */
const KNOWN: readonly string[] = [
  encodingTypes.METADATA_ENCODING_JSON,
  encodingTypes.METADATA_ENCODING_RAW,
  JSON_WITH_BYTES,
  DEFLATED_ENCODING,
];

/** No encoding of any SDK is longer. */
const SHOWN_CHARACTERS = 60;

/** Gives an `Unreadable` for what it cannot read, where the SDK's converter throws. */
class TolerantConverter extends CompositePayloadConverter {
  override fromPayload<Value>(payload: Payload, context?: SerializationContext, hint?: ConverterHint<Value>): Value {
    try {
      return super.fromPayload<Value>(payload, context, hint);
    } catch (error) {
      return unreadable(payload, error) as Value; // the interface promises the type that the caller asks for
    }
  }
}

function unreadable(payload: Payload, error: unknown): Unreadable {
  const known = readUnreadable(payload);
  if (known !== null) return known;
  const name = encodingOf(payload);
  if (name === '') return new Unreadable('encoding', 'it does not say in which encoding it is');
  const shown = JSON.stringify(name.slice(0, SHOWN_CHARACTERS));
  if (!KNOWN.includes(name)) return new Unreadable('encoding', `it is in the encoding ${shown}`);
  const why = error instanceof Error && name === JSON_WITH_BYTES ? `: ${error.message}` : '';
  return new Unreadable('damaged', `its data is not what its encoding ${shown} says${why}`);
}

/**
 * How values become payloads, in workers, clients and the workflow's sandbox, which has it in its bundle. The SDK's
 * own converters, but for three things: JSON is written and read in native code, bytes beside JSON stay bytes, and what
 * cannot be read is a value that says so.
 */
export const payloadConverter = new TolerantConverter(
  new UndefinedPayloadConverter(),
  new BinaryPayloadConverter(),
  jsonWithBytesConverter,
  jsonConverter,
);

import { BinaryPayloadConverter, CompositePayloadConverter, UndefinedPayloadConverter } from '@temporalio/common';
import { jsonConverter } from './json-converter';
import { jsonWithBytesConverter } from './json-with-bytes';

/**
 * How values become payloads, in workers, clients and the workflow's sandbox, which has it in its bundle. The SDK's
 * own converters, but for two: JSON is written and read in native code, and bytes beside JSON stay bytes.
 */
export const payloadConverter = new CompositePayloadConverter(
  new UndefinedPayloadConverter(),
  new BinaryPayloadConverter(),
  jsonWithBytesConverter,
  jsonConverter,
);

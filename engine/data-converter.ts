import type { DataConverter, LoadedDataConverter } from '@temporalio/common';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow';
import { DeflatingCodec } from './deflating-codec';

/** How workers and clients write payloads: plain JSON, deflated when it is large. */
export function dataConverter(): DataConverter {
  return { payloadCodecs: [new DeflatingCodec()] };
}

/** The same for reading raw history events. */
export function loadedDataConverter(): LoadedDataConverter {
  return loadDataConverter(dataConverter());
}

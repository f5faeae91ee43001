import type { DataConverter, ExternalStorage, LoadedDataConverter } from '@temporalio/common';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow';
import { DeflatingCodec } from './deflating-codec';

/** How workers and clients write payloads: plain JSON, deflated when it is large, outside Temporal when it is very large and there is a place. */
export function dataConverter(storage?: ExternalStorage): DataConverter {
  return { payloadCodecs: [new DeflatingCodec()], ...(storage && { externalStorage: storage }) };
}

/** The same for reading raw history events. */
export function loadedDataConverter(storage?: ExternalStorage): LoadedDataConverter {
  return loadDataConverter(dataConverter(storage));
}

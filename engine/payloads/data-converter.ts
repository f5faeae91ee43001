import type { DataConverter, ExternalStorage, LoadedDataConverter } from '@temporalio/common';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow';
import { DeflatingCodec } from './deflating-codec';
import { NO_STORAGE } from '../external-storage/no-storage';
import { tolerateLostClaims } from '../external-storage/tolerant-retrieval';

tolerateLostClaims();

/** The SDK loads it from its file, so that the bundle of the workflows has it as well (`tools/setup/bundle.mjs`). */
const PAYLOAD_CONVERTER = require.resolve('./payload-converter');

/**
 * How workers and clients write payloads: plain JSON, deflated when it is large, outside Temporal when it is very
 * large and there is a place.
 */
export function dataConverter(storage: ExternalStorage = NO_STORAGE): DataConverter {
  return { payloadConverterPath: PAYLOAD_CONVERTER, payloadCodecs: [new DeflatingCodec()], externalStorage: storage };
}

/** The same for reading raw history events. */
export function loadedDataConverter(storage?: ExternalStorage): LoadedDataConverter {
  return loadDataConverter(dataConverter(storage));
}

import type { DataConverter, ExternalStorage, LoadedDataConverter } from '@temporalio/common';
import { loadDataConverter } from '../private-sdk';
import { EncryptingCodec } from '../encryption/encrypting-codec';
import { KeyRing } from '../encryption/key-ring';
import { DeflatingCodec } from './deflating-codec';
import { NO_STORAGE } from '../external-storage/no-storage';
import { tolerateLostClaims } from '../external-storage/tolerant-retrieval';

tolerateLostClaims();

/**
 * `payloadConverter` of `payload-converter.ts`. The SDK loads it by its path, so that the bundles of workflows and
 * client have it as well (`tools/setup/build/`).
 */
const PAYLOAD_CONVERTER = require.resolve('./payload-converter');

/** Loaded only where failures are encrypted; else they stay readable for everybody. */
const ENCODING_FAILURE_CONVERTER = require.resolve('../encryption/encoding-failure-converter');

/**
 * How workers and clients write payloads: plain JSON, deflated when it is large (packed lists are already, and stay as
 * `jsonWithBytesConverter` writes them), encrypted when there is a key, outside Temporal when it is very large and
 * there is a place.
 */
export function dataConverter(storage: ExternalStorage = NO_STORAGE, ring: KeyRing = new KeyRing()): DataConverter {
  return {
    payloadConverterPath: PAYLOAD_CONVERTER,
    payloadCodecs: [new DeflatingCodec(), new EncryptingCodec(ring)],
    externalStorage: storage,
    ...(ring.writer !== null && { failureConverterPath: ENCODING_FAILURE_CONVERTER }),
  };
}

/** The same for reading raw history events. */
export function loadedDataConverter(storage?: ExternalStorage, ring?: KeyRing): LoadedDataConverter {
  return loadDataConverter(dataConverter(storage, ring));
}

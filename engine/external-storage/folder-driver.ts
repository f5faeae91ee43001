import type { Payload, StorageDriver, StorageDriverClaim } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { CollectorError } from '../../errors/collector-error';
import { DRIVER_NAME, readClaim, writeClaim } from './claim';
import { errorCode } from './error-code';
import { getObject, putObject } from './object-folder';
import { storageUnusable, storedPayloadLost } from './storage-error';

const { Payload: PayloadMessage } = temporal.api.common.v1;

/**
 * Keeps payloads as files in a folder that workers and clients share. It runs after the codecs, so what it keeps is
 * deflated already.
 *
 * @param asThrown what its errors become: a worker throws them into a step, a client shows them
 */
export function createFolderDriver(
  folder: string,
  asThrown: (error: CollectorError) => Error = (error) => error,
): StorageDriver {
  return {
    name: DRIVER_NAME,
    type: 'ctci-collector.folder',
    store: (_context, payloads) => Promise.all(payloads.map((payload) => store(folder, payload))).catch(rethrow),
    retrieve: (_context, claims) => Promise.all(claims.map((claim) => retrieve(folder, claim))).catch(rethrow),
  };

  function rethrow(error: unknown): never {
    throw asThrown(error instanceof CollectorError ? error : storageUnusable(folder, error));
  }
}

async function store(folder: string, payload: Payload): Promise<StorageDriverClaim> {
  const bytes = PayloadMessage.encode(payload).finish();
  return writeClaim({ sha256: await putObject(folder, bytes), bytes: bytes.length });
}

async function retrieve(folder: string, claim: StorageDriverClaim): Promise<Payload> {
  const { sha256, bytes } = readClaim(claim.claimData);
  const found = await getObject(folder, sha256).catch((error: unknown) => {
    throw errorCode(error) !== undefined ? error : storedPayloadLost(folder, sha256, String(error));
  });
  if (found === null) throw storedPayloadLost(folder, sha256, `the file of ${bytes} bytes is not there`);
  return PayloadMessage.decode(found);
}

import { StorageDriverClaim, type Payload } from '@temporalio/common';
import { decodeReferencePayload, isReferencePayload } from '../private-sdk';
import { z } from 'zod';
import type { ObjectName } from './object-folder';

/** Stands in every reference; a history can hold references of other drivers only by mistake. */
export const DRIVER_NAME = 'ctci-collector-folder';

/** What a history holds in place of a large payload. */
export interface Claim {
  readonly sha256: ObjectName;
  readonly bytes: number;
}

// The name becomes a part of a path, and a history is data from outside.
const claimData = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
});

export function writeClaim({ sha256, bytes }: Claim): StorageDriverClaim {
  return new StorageDriverClaim({ sha256, bytes: String(bytes) });
}

/** Throws when it is no claim of ours. */
export function readClaim(data: Readonly<Record<string, string>>): Claim {
  return claimData.parse(data);
}

/**
 * The claim that a payload holds, or null for a payload of any other kind and for one that anybody may have made up.
 */
export function claimIn(payload: Payload): Claim | null {
  try {
    if (!isReferencePayload(payload)) return null;
    const { driverName, claimData: data } = decodeReferencePayload(payload);
    return driverName === DRIVER_NAME ? readClaim(data) : null;
  } catch {
    return null;
  }
}

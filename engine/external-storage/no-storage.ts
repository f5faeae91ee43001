import { ExternalStorage, type StorageDriver } from '@temporalio/common';
import { DRIVER_NAME } from './claim';

/** A claim was met, and there is no folder in which its payload could be. */
export class NoStorage extends Error {}

const driver: StorageDriver = {
  name: DRIVER_NAME,
  type: 'ctci-collector.none',
  store: () => Promise.reject(new NoStorage()),
  retrieve: () => Promise.reject(new NoStorage()),
};

/**
 * The storage of a collector that has none. Nothing is ever stored in it. Without any, the SDK throws at each claim
 * that it meets, and `tolerateLostClaims` would not be asked.
 */
export const NO_STORAGE = new ExternalStorage({
  drivers: [driver],
  driverSelector: () => null,
  payloadSizeThreshold: Number.MAX_SAFE_INTEGER,
});

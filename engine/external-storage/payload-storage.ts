import { rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ApplicationFailure, ExternalStorage } from '@temporalio/common';
import type { CollectorError } from '../../errors/collector-error';
import type { LoadedConfig } from '../../config/load-config';
import { makeFolder } from '../../config/make-folder';
import { errorInWords } from '../../errors/error-report';
import { createFolderDriver } from './folder-driver';
import { PART } from './object-folder';
import { storageUnusable } from './storage-error';

/**
 * Temporal warns of payloads from this size on (its default `limit.blobSize.warn`); smaller ones stay in the history.
 */
const STORED_FROM_BYTES = 512 * 1024;

/** Where a collector keeps its large payloads, or null. Collectors that share a folder have a part of it each. */
export function storageFolder({ config, taskQueue }: Pick<LoadedConfig, 'config' | 'taskQueue'>): string | null {
  const { external_storage } = config.globals;
  return external_storage === undefined ? null : join(external_storage.folder, taskQueue);
}

/** Storage for a client, which shows errors as they are; undefined without a folder. */
export function clientStorage(folder: string | null): ExternalStorage | undefined {
  if (folder === null) return undefined;
  return new ExternalStorage({ drivers: [createFolderDriver(folder)], payloadSizeThreshold: STORED_FROM_BYTES });
}

/** Storage for a worker, whose errors end a step in the catalogue's words; undefined without a folder. */
export function workerStorage(folder: string | null): ExternalStorage | undefined {
  if (folder === null) return undefined;
  return new ExternalStorage({
    drivers: [createFolderDriver(folder, asFailure)],
    payloadSizeThreshold: STORED_FROM_BYTES,
  });
}

/** Makes the folder and writes into it, before any pull depends on it. Throws CollectorError `storage_unusable`. */
export async function checkStorageFolder(folder: string): Promise<void> {
  const probe = join(folder, `${randomUUID()}${PART}`);
  try {
    await makeFolder(folder, 0o700);
    await writeFile(probe, '', { mode: 0o600, flag: 'wx' });
    await rm(probe);
  } catch (error) {
    throw storageUnusable(folder, error);
  }
}

function asFailure(error: CollectorError): ApplicationFailure {
  const report = error.report();
  return ApplicationFailure.create({
    message: errorInWords(report),
    type: report.name,
    details: [report],
    nonRetryable: true,
  });
}

import { CollectorError } from '../../errors/collector-error';
import type { Unreadable } from '../../domain/unreadable';

export const STORAGE_SETTING = 'globals.external_storage.folder';

/**
 * The folder itself is of no use: it cannot be made, written or read. It may come back, as shared folders do; the next
 * pull will see.
 */
export function storageUnusable(folder: string, cause: unknown): CollectorError {
  const seen = cause instanceof Error ? cause.message : String(cause);
  return new CollectorError('storage_unusable', { setting: STORAGE_SETTING, seen: `${folder}: ${seen}`, cause });
}

/** A history refers to a payload, and no folder is configured where it could be. */
export function storageNotConfigured(cause: unknown): CollectorError {
  return new CollectorError('storage_unusable', {
    setting: STORAGE_SETTING,
    seen: 'a history refers to payloads there, and it is not configured',
    cause,
  });
}

/** A payload is gone, or is not what was written. */
export function storedPayloadLost(folder: string, name: string, why: string): CollectorError {
  return new CollectorError('stored_payload_lost', {
    setting: STORAGE_SETTING,
    seen: `${name.slice(0, 12)}… in ${folder}: ${why}`,
  });
}

/** The error of a state that cannot be read, by what keeps it from being read. */
export function stateUnreadable({ because, why }: Unreadable): CollectorError {
  if (because === 'lost') return new CollectorError('stored_payload_lost', { setting: STORAGE_SETTING, seen: why });
  if (because === 'out_of_reach') return storageNotConfigured(null);
  return new CollectorError('payload_unreadable', { seen: `the state: ${why}` });
}

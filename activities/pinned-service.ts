import { CollectorError } from '../errors/collector-error';
import type { PinnedService } from '../domain/pull-settings';
import { atBoundary } from './boundary';
import { withHeartbeats } from './heartbeats';
import type { RetryWindow } from './retry-window';
import type { CollectorParts, ServiceParts } from './service-parts';

/** What a step after `setup` needs beside its work. */
export interface PinnedStep<Found> {
  /** What the step has reached so far, in this and earlier attempts: for heartbeats, and beside every failure. */
  readonly details: () => unknown;
  /** Finds the service. Throws CollectorError. */
  readonly find: () => Found;
  /** Milliseconds between heartbeats; the usual when not given. */
  readonly everyMs?: number;
}

/** A step after `setup` of a service that pulls a list; see `runPinnedStep`. */
export function runPinned<Result>(
  parts: CollectorParts,
  pinned: PinnedService,
  details: () => unknown,
  work: (service: ServiceParts, retries: RetryWindow) => Promise<Result>,
): Promise<Result> {
  return runPinnedStep(
    parts,
    pinned,
    { details, find: () => parts.service(pinned.input, pinned.service, pinned.config) },
    work,
  );
}

/**
 * Runs a step after `setup`: on the configuration that the setup has read, or not at all. All workers of a collector
 * agree on what shapes the pulls of a service; one that is behind leaves the step to one that is not.
 */
export function runPinnedStep<Found, Result>(
  parts: CollectorParts,
  pinned: PinnedService,
  { details, find, everyMs }: PinnedStep<Found>,
  work: (found: Found, retries: RetryWindow) => Promise<Result>,
): Promise<Result> {
  const { redact, mismatchAttempts } = parts;
  const retryForSeconds = retriedFor(parts, pinned);
  return atBoundary({ redact, retryForSeconds, reached: details, mismatchAttempts }, (retries) => {
    const own = parts.fingerprint(pinned);
    if (!serves(parts, pinned, own)) {
      const has = own === null ? 'does not have the service' : `has ${own.slice(0, 8)}`;
      throw new CollectorError('config_mismatch', {
        seen:
          `of ${pinned.input}/${pinned.service} the setup read ${pinned.config.slice(0, 8)}, and this ` +
          `worker ${has}`,
        retryable: true,
      });
    }
    const found = find();
    return withHeartbeats(details, () => work(found, retries), everyMs);
  });
}

function serves(parts: CollectorParts, pinned: PinnedService, own: string | null): boolean {
  return pinned.config === own || parts.remembers?.(pinned) === true;
}

/** Seconds. */
function retriedFor(parts: CollectorParts, pinned: PinnedService): number {
  if (!serves(parts, pinned, parts.fingerprint(pinned))) return 0;
  try {
    return parts.service(pinned.input, pinned.service, pinned.config).retryForSeconds;
  } catch {
    return 0; // the step itself is about to say why
  }
}

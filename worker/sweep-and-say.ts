import type { Logger } from 'pino';
import { sweepStorage, type SweepPlace } from '../engine/external-storage/sweep-storage';

/** A sweep reads one event of each open chain, and the times of the files. */
export const SWEEP_EVERY_MS = 60 * 60_000;

/**
 * Removes stored payloads that nobody needs any more, and says what it did. One that fails is made up for by the next.
 */
export async function sweepAndSay(place: SweepPlace, logger: Logger): Promise<void> {
  try {
    const { objects, bytes, lost } = await sweepStorage(place, new Date());
    for (const workflowId of lost)
      logger.error(
        `${workflowId}: a payload that it needs is not in ${place.folder} (EngineError 612); see ` +
          '"ctci-collector explain 612"',
      );
    if (objects > 0)
      logger.info(`External storage: ${objects} payloads (${bytes} bytes) removed that no run needs any more`);
  } catch (error) {
    logger.warn(
      'External storage: nothing was tidied up ' +
        `(${error instanceof Error ? error.message : String(error)}); the next try is in an hour`,
    );
  }
}

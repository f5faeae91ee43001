import type { Logger, LogLevel, Runtime } from '@temporalio/worker';

/** Lines wait so long for older ones that come another way: the SDK's own time. */
const GATHER_MS = 100;

/**
 * Hands lines on when there are some. The SDK looks for them ten times a second for as long as it lives, which is as
 * much as all else that it does while nothing happens. Warnings of the SDK's core come without being announced: whoever
 * calls this has them flushed from time to time.
 *
 * @param isShown whether lines of a level are shown at all; the SDK says something of each heartbeat
 */
export function flushWhenLogged(
  runtime: Pick<Runtime, 'logger' | 'flushLogs'>,
  isShown: (level: LogLevel) => boolean,
): void {
  const { logger } = runtime;
  if (!isClosable(logger)) return; // another version of the SDK: it goes on as it does
  logger.close();
  const log = logger.log.bind(logger);
  let due: NodeJS.Timeout | null = null;
  logger.log = (level, message, meta) => {
    if (!isShown(level)) return;
    log(level, message, meta);
    due ??= setTimeout(() => {
      due = null;
      runtime.flushLogs();
    }, GATHER_MS).unref();
  };
}

/** What gathers lines ends its own timer when it is closed, and takes lines as before. */
function isClosable(logger: Logger): logger is Logger & { close(): void } {
  return 'close' in logger && typeof logger.close === 'function';
}

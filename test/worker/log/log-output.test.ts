import { expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import { createLogger } from '../../../worker/log/logger';

/** Takes lines, or refuses them as a full disk and a reader that is gone do. */
class Device extends Writable {
  broken: string | null = null;
  readonly lines: string[] = [];

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    if (this.broken !== null) {
      done(Object.assign(new Error('write failed'), { code: this.broken }));
      return;
    }
    this.lines.push(...chunk.toString('utf8').trimEnd().split('\n'));
    done();
  }

  /** As stdout does: an error ends nothing. */
  override _destroy(_error: Error | null, done: (error?: Error | null) => void): void {
    done();
    (this as unknown as { _undestroy(): void })._undestroy();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test.each(['json', 'pretty'] as const)(
  'lines that nobody takes are dropped, and their count is told when writing works again (%s)',
  async (format) => {
    const device = new Device();
    const logger = createLogger({ level: 'info', format, color: false }, (text) => text, device);
    logger.info('first');
    await turn();
    device.broken = 'EPIPE';
    logger.info('lost');
    await turn();
    device.broken = 'ENOSPC';
    logger.info('lost too');
    await turn();
    device.broken = null;
    logger.info('again');
    await turn();
    logger.info('and again');
    await turn();
    expect(device.lines).toEqual([
      expect.stringContaining('first'),
      expect.stringMatching(/2 lines of this log were dropped: it could not be written \(ENOSPC\)/),
      expect.stringContaining('again'),
      expect.stringContaining('and again'),
    ]);
  },
);

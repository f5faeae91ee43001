import { jest, test } from '@jest/globals';
import { join } from 'node:path';
import { recordEventsHistories } from './record-events-histories';

jest.setTimeout(60_000);

/** See `test/engine/replay.test.ts`, which replays them. */
(process.env['RECORD_HISTORIES'] ? test : test.skip)('the histories of events are recorded anew', async () => {
  await recordEventsHistories(join(__dirname, '..', 'histories'));
});

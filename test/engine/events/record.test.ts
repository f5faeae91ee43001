import { jest, test } from '@jest/globals';
import { join } from 'node:path';
import { recordEventsHistories, recordListedEvents } from './record-events-histories';

jest.setTimeout(60_000);

const FOLDER = join(__dirname, '..', 'histories');
const recording = process.env['RECORD_HISTORIES'] ? test : test.skip;

/** See `test/engine/replay.test.ts`, which replays them. */
recording('the histories of events are recorded anew', () => recordEventsHistories(FOLDER));
recording('the history of events that Temporal lists is recorded anew', () => recordListedEvents(FOLDER));

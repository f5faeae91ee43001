import { expect, test } from '@jest/globals';
import { logFormatOf, logLevelOf, logSettingFaults } from '../../config/log-level';

test('levels and forms are read in any case', () => {
  expect(logLevelOf({ LOG_LEVEL: 'DEBUG ' })).toBe('debug');
  expect(logFormatOf({ LOG_FORMAT: 'Json' })).toBe('json');
  expect(logSettingFaults({ LOG_LEVEL: 'Warn', LOG_FORMAT: 'pretty' })).toEqual([]);
});

test('nothing set is no fault', () => {
  expect([logLevelOf({}), logFormatOf({ LOG_FORMAT: '' })]).toEqual([null, null]);
  expect(logSettingFaults({ LOG_LEVEL: '', LOG_FORMAT: ' ' })).toEqual([]);
});

test.each(['verbose', 'warning', 'fatal', 'silly', '2', 'constructor'])(
  'an unknown level is told with those that there are: %s',
  (level) => {
    expect(logLevelOf({ LOG_LEVEL: level })).toBeNull();
    expect(logSettingFaults({ LOG_LEVEL: level })).toEqual([
      `LOG_LEVEL is "${level}", which is unknown and passed over; it may be one of trace, debug, info, warn, error`,
    ]);
  },
);

test('an unknown form is told as well', () => {
  expect(logSettingFaults({ LOG_FORMAT: 'logfmt' })).toEqual([expect.stringContaining('one of pretty, json')]);
});

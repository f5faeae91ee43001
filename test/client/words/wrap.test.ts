import { afterEach, expect, test } from '@jest/globals';
import { wrap, wrapBehind } from '../../../client/words/wrap';
import { OWN_COMMAND_VARIABLE } from '../../../config/own-command';

afterEach(() => {
  process.env[OWN_COMMAND_VARIABLE] = '';
});

test('a command in quotes stays on one line, as it is typed here, wherever the line ends', () => {
  process.env[OWN_COMMAND_VARIABLE] = 'npm run -s collector --';
  for (let width = 10; width < 80; width += 1) {
    expect(wrap('End the run with "ctci-collector stop --yes", or wait.', width)).toContainEqual(
      expect.stringContaining('"npm run -s collector -- stop --yes",'),
    );
  }
});

test('text is broken between words, and goes on below its beginning', () => {
  expect(wrapBehind('Cause:  ', 'one two "three four" five', 20)).toBe(
    'Cause:  one two\n        "three four"\n        five',
  );
});

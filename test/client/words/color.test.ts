import { expect, test } from '@jest/globals';
import { chooseColor, wantsColor } from '../../../client/words/color';

test.each<[string, string, NodeJS.ProcessEnv, boolean, boolean]>([
  ['a terminal has colours', 'auto', {}, true, true],
  ['a file has none', 'auto', {}, false, false],
  ['NO_COLOR counts where --color is not given', 'auto', { NO_COLOR: '1' }, true, false],
  ['--color always beats a file', 'always', {}, false, true],
  ['--color always beats NO_COLOR', 'always', { NO_COLOR: '1' }, false, true],
  ['--color never beats a terminal', 'never', {}, true, false],
  ['--color never beats FORCE_COLOR', 'never', { FORCE_COLOR: '1' }, true, false],
])('%s', (_words, choice, given, isTerminal, expected) => {
  const env = { ...given };
  chooseColor(choice, env);
  expect(wantsColor(isTerminal, env)).toBe(expected);
});

import { expect, test } from '@jest/globals';
import { ownSequence, styled, throughGate } from '../../config/terminal';

test('our own colours pass the gate, and those of a text from outside do not', () => {
  expect(throughGate(`${styled('red', 31, 39)} ${ownSequence('2', 'J')}${ownSequence('', 'H')}`)).toBe(
    '\u001b[31mred\u001b[39m \u001b[2J\u001b[H',
  );
  expect(throughGate('\u001b[31mred\u001b[39m \u001b[8mhidden \u001b]0;title\u0007')).not.toContain('\u001b');
});

test('a text within a style cannot end it, or begin another', () => {
  expect(throughGate(styled('a\u001b[0mb', 1, 22))).toBe('\u001b[1ma\\u001b[0mb\u001b[22m');
});

test('a sequence that nobody has let through is no sequence of ours any more when it passes once more', () => {
  const once = throughGate(styled('x', 1, 22));
  expect(throughGate(once)).toBe('\\u001b[1mx\\u001b[22m');
});

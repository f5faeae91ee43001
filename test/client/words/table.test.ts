import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createColors } from '../../../client/words/look';
import { throughGate } from '../../../config/terminal';
import { shorten } from '../../../client/words/shorten';
import { table } from '../../../client/words/table';

test('a table that fits is shown as it is, numbers to the right', () => {
  expect(
    table(
      ['NAME', 'ROWS'],
      [
        ['cewl', 7],
        ['other', 1335],
      ],
    ),
  ).toBe('NAME   ROWS\ncewl      7\nother  1335');
});

test('a table that is too wide gives way in its elastic column, and keeps both ends of a name', () => {
  const name = `ctci_production/${'cewl_'.repeat(20)}last`;
  const lines = table(['SERVICE', 'STATE'], [[name, 'waiting (stale)']]).split('\n');
  expect(lines[1]).toMatch(/^ctci_production\/cewl.*….*cewl_last {2}waiting \(stale\)$/);
  expect(lines[1]?.length).toBe(80);
});

test('a second elastic column gives way when the first is at its least', () => {
  const lines = table(['A', 'B', 'C'], [['a'.repeat(50), 'b'.repeat(50), 'c'.repeat(50)]], { elastic: [0, 1] }).split(
    '\n',
  );
  expect(lines[1]).toBe(`aaaa…aaa  ${'b'.repeat(9)}…${'b'.repeat(8)}  ${'c'.repeat(50)}`);
});

test('whatever the names, no line of a table is wider than what is asked for', () => {
  const name = fc.stringMatching(/^[a-z0-9_]{1,120}$/);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(name, name, fc.integer()), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 40, max: 200 }),
      (rows, width) => {
        const look = { width, colors: createColors(false) };
        for (const line of table(['FIRST', 'SECOND', 'NUMBER'], rows, { look, elastic: [0, 1] }).split('\n'))
          expect(line.length).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test('a shortened text has the length that is asked for, and begins and ends as the text does', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,60}$/), fc.integer({ min: 1, max: 70 }), (text, length) => {
      const short = shorten(text, length);
      expect(short.length).toBe(Math.min(text.length, length));
      const [start = '', end = ''] = short.split('…');
      expect(text.startsWith(start) && text.endsWith(end)).toBe(true);
    }),
  );
});

test('colour changes no width', () => {
  const look = { width: 80, colors: createColors(true) };
  const colored = table(['STATE', 'ROWS'], [['held', 3]], {
    look,
    paint: (text, column) => (column === 0 ? look.colors.red(text) : text),
  });
  expect(colored).toContain(look.colors.red('held'));
  expect(throughGate(colored).replace(/\u001B\[\d+m/g, '')).toBe(table(['STATE', 'ROWS'], [['held', 3]]));
});

test('a cell of several lines, or with signs that act, stays one line of what was said', () => {
  const lines = table(['NAME', 'ROWS'], [['one\ntwo\t\u001b[2J\u202e', 7]]).split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^one\\u000atwo\\u0009\\u001b\[2J\\u202e +7$/);
});

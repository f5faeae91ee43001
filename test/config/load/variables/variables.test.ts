import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { interpolate, type Environment } from '../../../../config/load/variables/interpolate';

function filled(text: string, environment: Environment = {}): unknown {
  const { data, findings } = interpolate({ text }, environment);
  expect(findings).toEqual([]);
  return data;
}

function refused(text: string, environment: Environment = {}): (readonly [string, string])[] {
  return interpolate({ text }, environment).findings.map(({ id, found }) => [id, found] as const);
}

test('a default may be a variable with a default of its own, as in a shell', () => {
  expect(filled('${A:-${B}}', { B: 'b' })).toEqual({ text: 'b' });
  expect(filled('${A:-${B}}', { A: 'a', B: 'b' })).toEqual({ text: 'a' });
  expect(filled('${A:-${B:-${C:-last}}}', {})).toEqual({ text: 'last' });
  expect(filled('${A:-x-${B:-y}-z}!', { B: '' })).toEqual({ text: 'x-y-z!' });
});

test('a variable of a default that is not needed may be unset, and is named when it is needed', () => {
  expect(filled('${A:-${B}}', { A: 'a' })).toEqual({ text: 'a' });
  expect(refused('${A:-${B}}')).toEqual([['variable_unset', 'no variable B']]);
});

test('$${ is a plain ${ in a default too, and what a variable holds is not looked through', () => {
  expect(filled('${A:-$${B}', {})).toEqual({ text: '${B' });
  expect(filled('${A:-${B}}', { B: '${C}$${D' })).toEqual({ text: '${C}$${D' });
});

test.each([
  ['${A:-${B}', 'a ${ that does not end'],
  ['${A', 'a ${ without a name and its } or :- behind it'],
  ['${A:-', 'a ${ that does not end'],
  ['${A:-${1}}', 'a ${ without a name and its } or :- behind it'],
  ['${}', 'a ${ without a name and its } or :- behind it'],
  ['${A-b}', 'a ${ without a name and its } or :- behind it'],
  ['${A:-'.repeat(100_000), 'variables in variables without end'],
])('a variable of a wrong form is refused, whatever is set (%#)', (text, found) => {
  expect(refused(text, { A: 'a', B: 'b' })).toEqual([['setting_value', found]]);
});

test('braces that belong to nothing stay as they are', () => {
  expect(filled('{a} } {${A:-b}}', {})).toEqual({ text: '{a} } {b}' });
});

interface Piece {
  readonly text: string;
}

/** Texts that mean the same to a shell in double quotes. */
const plain = fc.constantFrom('', 'x', 'a b', '-', ':', 'é').map((text): Piece => ({ text }));
const { piece } = fc.letrec<{ piece: Piece }>((tie) => ({
  piece: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    plain,
    fc
      .tuple(fc.constantFrom('A', 'B', 'C'), fc.array(tie('piece'), { maxLength: 3 }))
      .map(([name, inside]) => ({ text: `\${${name}:-${inside.map(({ text }) => text).join('')}}` })),
    fc.tuple(tie('piece'), tie('piece')).map(([left, right]) => ({ text: left.text + right.text })),
  ),
}));

test('nested defaults mean what they mean to a shell', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 20, maxLength: 20 }),
      fc.record({ A: fc.constantFrom('', 'one'), B: fc.constantFrom('', 'two') }),
      (pieces, environment) => {
        const script = pieces.map(({ text }) => `printf '%s\\n' "${text}"`).join('\n');
        const told = execFileSync('sh', ['-c', script], { env: environment, encoding: 'utf8' });
        const own = pieces.map(({ text }) => interpolate(text, environment).data);
        expect(`${own.join('\n')}\n`).toBe(told);
      },
    ),
    { numRuns: 25 },
  );
});

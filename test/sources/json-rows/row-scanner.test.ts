import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRowScanner } from '../../../sources/json-rows/row-scanner';

/** What reading row by row gives, or what JSON.parse throws; of bytes that come so many at a time. */
function bySlices(json: string, atATime = json.length * 4): unknown {
  const scanner = createRowScanner({ rows: 'data', mayBeBare: true });
  const bytes = Buffer.from(json);
  const rows: unknown[] = [];
  for (let from = 0; from < bytes.length; from += atATime) {
    for (const element of scanner.scan(bytes.subarray(from, from + atATime))) rows.push(JSON.parse(element.text));
  }
  const envelope = scanner.envelope();
  return envelope === null ? null : { envelope: JSON.parse(envelope) as unknown, rows };
}

function spaced(value: unknown, indent: number): string {
  return `${' '.repeat(indent)}${JSON.stringify(value, null, indent)}\n`;
}

const anyCut = fc.integer({ min: 1, max: 40 });

test('reading an array row by row is reading it at once, however its bytes come', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.nat(3), anyCut, (rows, indent, cut) => {
      const json = spaced(rows, indent);
      expect(bySlices(json, cut)).toEqual({ envelope: [], rows: JSON.parse(json) as unknown });
    }),
  );
});

test('so it is with an array under data, whatever stands around it', () => {
  const others = fc.dictionary(
    fc.string().filter((key) => key !== 'data'),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(others, fc.array(fc.jsonValue()), others, fc.nat(3), anyCut, (before, data, after, indent, cut) => {
      const json = spaced({ ...before, data, ...after }, indent);
      const answer = JSON.parse(json) as { data: unknown[] };
      expect(bySlices(json, cut)).toEqual({ envelope: { ...answer, data: [] }, rows: answer.data });
    }),
  );
});

test('a character, an escape and a byte order mark that are cut in two are read whole', () => {
  const json = '\ufeff{"data":[{"cve":"é\\"\\\\","x":"\u{1f41e}"},{"y":"]"}]}';
  for (let cut = 1; cut < 20; cut += 1) {
    expect(bySlices(json, cut)).toEqual({
      envelope: { data: [] },
      rows: [{ cve: 'é"\\', x: '\u{1f41e}' }, { y: ']' }],
    });
  }
});

test('where there is no array in the right place there is nothing', () => {
  for (const json of [
    '',
    ' ',
    '7',
    'null',
    '"data"',
    '{}',
    '{"x":{"data":[1]}}',
    '{"data":{"data":[1]}}',
    '{"x":"data"}',
    '{"data":7,"x":[]}',
    '[[',
    '["',
    '{"data":[1',
    '{"data"',
  ]) {
    for (const cut of [1, 2, 100]) expect(bySlices(json, cut)).toBeNull();
  }
});

test('what is no JSON stays none, row by row', () => {
  for (const json of [
    '[1,]',
    '[,1]',
    '[1,,2]',
    '[1 2]',
    '[1] x',
    '[{]}]',
    '[1}',
    '{"data":[1}',
    '{"data":[1],}',
    '[1]]',
    '{"data":[] "x":1}',
    '["\\"]',
  ]) {
    const read = (): unknown => bySlices(json) ?? JSON.parse(json);
    expect(read).toThrow(SyntaxError);
  }
});

test('any change of one character of a list is read as JSON.parse reads it', () => {
  const json = '{"status":200,"data":[{"cve":"a\\"b\\\\","n":[1,{"x":"]"}]},{"cve":"é"}],"id":"}"}';
  fc.assert(
    fc.property(
      fc.nat(json.length - 1),
      fc.constantFrom('"', '[', ']', '{', '}', ',', ':', '\\', ' ', '1', ''),
      anyCut,
      (at, character, cut) => {
        const changed = json.slice(0, at) + character + json.slice(at + 1);
        expect(attempt(() => bySlices(changed, cut) ?? JSON.parse(changed))).toBe(
          attempt(() => JSON.parse(changed) as unknown),
        );
      },
    ),
    { numRuns: 1000 },
  );
});

function attempt(read: () => unknown): 'read' | 'refused' {
  try {
    read();
    return 'read';
  } catch {
    return 'refused';
  }
}

test('bytes that are no UTF-8 are told of, wherever they stand, and replacement characters are not', () => {
  for (const [text, isUtf8] of [
    ['[{"x":"\ufffd"}]', true],
    ['[{"x":"\x80"}]', false],
    ['{"\x80":1,"data":[]}', false],
    ['{"data":[],"x":"\x80"}', false],
  ] as const) {
    const scanner = createRowScanner({ rows: 'data', mayBeBare: true });
    expect([...scanner.scan(Buffer.from(text, isUtf8 ? 'utf8' : 'latin1'))].length).toBeLessThan(2);
    scanner.envelope();
    expect(scanner.wasUtf8()).toBe(isUtf8);
  }
});

test('a row that comes in many small pieces is put together once', () => {
  const bytes = Buffer.from(`[{"x":"${'y'.repeat(4_000_000)}"}]`);
  const scanner = createRowScanner({ rows: 'data', mayBeBare: true });
  const startedAt = performance.now();
  let rows = 0;
  for (let from = 0; from < bytes.length; from += 100)
    rows += [...scanner.scan(bytes.subarray(from, from + 100))].length;
  expect(rows).toBe(1);
  // put together again with each of 40,000 pieces it would be a minute
  expect(performance.now() - startedAt).toBeLessThan(3_000);
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rowSlices } from '../../sources/ctci/row-slices';

/** What reading by slices gives, or what JSON.parse throws. */
function bySlices(json: string): unknown {
  const slices = rowSlices(Buffer.from(json));
  return slices && { envelope: JSON.parse(slices.envelope) as unknown, rows: [...slices.elements()].map((element) => JSON.parse(element) as unknown) };
}

function spaced(value: unknown, indent: number): string {
  return `${' '.repeat(indent)}${JSON.stringify(value, null, indent)}\n`;
}

test('reading an array slice by slice is reading it at once', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.nat(3), (rows, indent) => {
      const json = spaced(rows, indent);
      expect(bySlices(json)).toEqual({ envelope: [], rows: JSON.parse(json) as unknown });
    }),
  );
});

test('so it is with an array under data, whatever stands around it', () => {
  const others = fc.dictionary(fc.string().filter((key) => key !== 'data'), fc.jsonValue());
  fc.assert(
    fc.property(others, fc.array(fc.jsonValue()), others, fc.nat(3), (before, data, after, indent) => {
      const json = spaced({ ...before, data, ...after }, indent);
      const answer = JSON.parse(json) as { data: unknown[] };
      expect(bySlices(json)).toEqual({ envelope: { ...answer, data: [] }, rows: answer.data });
    }),
  );
});

test('where there is no array in the right place there are no slices', () => {
  for (const json of ['', ' ', '7', 'null', '"data"', '{}', '{"x":{"data":[1]}}', '{"data":{"data":[1]}}', '{"x":"data"}', '{"data":7,"x":[]}', '[[', '["', '{"data":[1', '{"data"']) {
    expect(bySlices(json)).toBeNull();
  }
});

test('what is no JSON stays none, slice by slice', () => {
  for (const json of ['[1,]', '[,1]', '[1,,2]', '[1 2]', '[1] x', '[{]}]', '[1}', '{"data":[1}', '{"data":[1],}', '[1]]', '{"data":[] "x":1}', '["\\"]']) {
    const read = (): unknown => bySlices(json) ?? JSON.parse(json);
    expect(read).toThrow(SyntaxError);
  }
});

test('any change of one character of a list is read as JSON.parse reads it', () => {
  const json = '{"status":200,"data":[{"cve":"a\\"b\\\\","n":[1,{"x":"]"}]},{"cve":"é"}],"id":"}"}';
  fc.assert(
    fc.property(fc.nat(json.length - 1), fc.constantFrom('"', '[', ']', '{', '}', ',', ':', '\\', ' ', '1', ''), (at, character) => {
      const changed = json.slice(0, at) + character + json.slice(at + 1);
      expect(attempt(() => bySlices(changed) ?? JSON.parse(changed))).toBe(attempt(() => JSON.parse(changed) as unknown));
    }),
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

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listDigest, rowFingerprints } from '../../../domain/list/row-digest';
import { withoutBareNumbers } from '../../../sources/json-rows/bare-numbers';
import type { List } from '../../../domain/list/list';
import { placeCells } from '../../../packing/list';
import { CEWL } from '../../../sources/ctci/cewl-list';
import { type BuiltTable, createTableBuilder, type SourceRow } from '../../../sources/json-rows/table-builder';

function rows(json: string): SourceRow[] {
  return JSON.parse(json) as SourceRow[];
}

/** The table of these rows, taken so many at a time. */
function rowsToTable(
  list: readonly SourceRow[],
  deliverVolatile: boolean,
  atATime = Infinity,
): BuiltTable & { readonly table: List } {
  const builder = createTableBuilder(CEWL, deliverVolatile);
  const taken: (readonly string[])[] = [];
  for (const row of list) {
    builder.add(row);
    if (builder.waiting >= atATime) taken.push(...builder.take());
  }
  taken.push(...builder.take());
  const built = builder.finish();
  const { columns, places } = built.layout;
  return { ...built, table: { columns, rows: taken.map((row) => placeCells(row, places)) } };
}

test('columns are the documented ones in their order, then unknown ones as they appear', () => {
  const { table } = rowsToTable(
    rows('[{"zeta":1,"Vendor":"v","CVE":"a"},{"alpha":2,"year_":2020.0,"cve":"b"}]'),
    false,
  );

  expect(table).toEqual({
    columns: ['cve', 'year', 'vendor', 'zeta', 'alpha'],
    rows: [
      ['a', '', 'v', '1', ''],
      ['b', '2020', '', '', '2'],
    ],
  });
});

test('of two spellings in one row the first that is not empty wins', () => {
  const { table } = rowsToTable(
    rows('[{"CVE":"","cve":"a","year":null,"year_":2020,"YEAR":2021},{"CVE":"b","cve":"c"}]'),
    false,
  );

  expect(table).toEqual({
    columns: ['cve', 'year'],
    rows: [
      ['a', '2020'],
      ['b', ''],
    ],
  });
});

test('columns named like parts of every object are columns like others', () => {
  const json =
    '[{"cve":"a","__proto__":{"cve":"x","polluted":1},"constructor":"c"},{"cve":"b",' +
    '"toString":"t","hasOwnProperty":null}]';

  const { table } = rowsToTable(rows(json), false);

  expect(table).toEqual({
    columns: ['cve', '__proto__', 'constructor', 'tostring', 'hasownproperty'],
    rows: [
      ['a', '{"cve":"x","polluted":1}', 'c', '', ''],
      ['b', '', '', 't', ''],
    ],
  });
  expect('polluted' in {}).toBe(false);
});

test('a column without a name is left out, and names are deliverable', () => {
  const { table } = rowsToTable(rows('[{"cve":"a","":1," ":2,"x\\u0000y\\ud800":3}]'), false);

  expect(table).toEqual({ columns: ['cve', 'x\ufffdy\ufffd'], rows: [['a', '3']] });
});

test('any rows give a table whose rows are as wide as its columns, and whose digest ignores order', () => {
  const name = fc.oneof(fc.constantFrom('CVE', 'cve', 'year', 'year_', 'updated', '__proto__', 'intel'), fc.string());
  const anyRow = fc.dictionary(name, fc.jsonValue());
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 6 }), fc.boolean(), (list, deliverVolatile) => {
      const { table, withoutKey } = rowsToTable(list, deliverVolatile);
      expect(table.columns[0]).toBe('cve');
      expect(new Set(table.columns).size).toBe(table.columns.length);
      expect(table.rows.every((row) => row.length === table.columns.length)).toBe(true);
      expect(table.rows.length + withoutKey).toBe(list.length);
      expect(listDigest(rowFingerprints(rowsToTable(list.toReversed(), deliverVolatile).table))).toBe(
        listDigest(rowFingerprints(table)),
      );
    }),
  );
});

test('a row that was taken before a column came has an empty cell in it, be it the last column or one between', () => {
  const { table } = rowsToTable(rows('[{"cve":"a"},{"cve":"b","zeta":1},{"cve":"c","vendor":"v"}]'), false, 1);
  expect(table).toEqual({
    columns: ['cve', 'vendor', 'zeta'],
    rows: [
      ['a', '', ''],
      ['b', '', '1'],
      ['c', 'v', ''],
    ],
  });
  const late = rowsToTable(rows('[{"cve":"a"},{"cve":"b","zeta":1}]'), false, 1);
  expect(late.table).toEqual({
    columns: ['cve', 'zeta'],
    rows: [
      ['a', ''],
      ['b', '1'],
    ],
  });
});

test('rows that are taken while others come give the same table as all at once', () => {
  const name = fc.constantFrom('CVE', 'cve', 'year_', 'vendor', 'intel', 'zeta', 'alpha');
  const anyRow = fc.dictionary(name, fc.oneof(fc.string(), fc.integer(), fc.constant(null)));
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (list, atATime) => {
      const whole = rowsToTable(list, false);
      const parts = rowsToTable(list, false, atATime);
      expect(parts.table).toEqual(whole.table);
      expect(parts.keys).toEqual(whole.table.rows.map(([key]) => key));
      expect(parts.fingerprints).toEqual(rowFingerprints(whole.table));
      expect(whole.layout.places).toBeNull();
    }),
  );
});

test('replacing bare NaN leaves every JSON as it was', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.jsonValue(), fc.array(fc.constantFrom('NaN', '\\', '"NaN"', '\\"', 'Infinity'))),
      (value) => {
        const json = JSON.stringify(value);
        expect(withoutBareNumbers(json)).toBe(json);
      },
    ),
  );
  expect(withoutBareNumbers('{"NaN":NaN,"a\\\\":[-Infinity,"\\"NaN",Infinity]}')).toBe(
    '{"NaN":null,"a\\\\":[null,"\\"NaN",null]}',
  );
  expect(withoutBareNumbers('[NaN,"no end NaN')).toBe('[null,"no end NaN');
});

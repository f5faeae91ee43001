import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listDigest, rowFingerprints } from '../../domain/row-digest';
import { withoutBareNumbers } from '../../sources/ctci/bare-numbers';
import { type BuiltTable, createTableBuilder, type SourceRow } from '../../sources/ctci/table-builder';

function rows(json: string): SourceRow[] {
  return JSON.parse(json) as SourceRow[];
}

function rowsToTable(list: readonly SourceRow[], deliverVolatile: boolean): BuiltTable {
  const builder = createTableBuilder(deliverVolatile);
  for (const row of list) builder.add(row);
  return builder.finish();
}

test('columns are the documented ones in their order, then unknown ones as they appear', () => {
  const { table } = rowsToTable(rows('[{"zeta":1,"Vendor":"v","CVE":"a"},{"alpha":2,"year_":2020.0,"cve":"b"}]'), false);

  expect(table).toEqual({ columns: ['cve', 'year', 'vendor', 'zeta', 'alpha'], rows: [['a', '', 'v', '1', ''], ['b', '2020', '', '', '2']] });
});

test('of two spellings in one row the first that is not empty wins', () => {
  const { table } = rowsToTable(rows('[{"CVE":"","cve":"a","year":null,"year_":2020,"YEAR":2021},{"CVE":"b","cve":"c"}]'), false);

  expect(table).toEqual({ columns: ['cve', 'year'], rows: [['a', '2020'], ['b', '']] });
});

test('columns named like parts of every object are columns like others', () => {
  const json = '[{"cve":"a","__proto__":{"cve":"x","polluted":1},"constructor":"c"},{"cve":"b","toString":"t","hasOwnProperty":null}]';

  const { table } = rowsToTable(rows(json), false);

  expect(table).toEqual({
    columns: ['cve', '__proto__', 'constructor', 'tostring', 'hasownproperty'],
    rows: [['a', '{"cve":"x","polluted":1}', 'c', '', ''], ['b', '', '', 't', '']],
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
      expect(listDigest(rowFingerprints(rowsToTable(list.toReversed(), deliverVolatile).table))).toBe(listDigest(rowFingerprints(table)));
    }),
  );
});

test('replacing bare NaN leaves every JSON as it was', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(fc.constantFrom('NaN', '\\', '"NaN"', '\\"', 'Infinity'))), (value) => {
      const json = JSON.stringify(value);
      expect(withoutBareNumbers(json)).toBe(json);
    }),
  );
  expect(withoutBareNumbers('{"NaN":NaN,"a\\\\":[-Infinity,"\\"NaN",Infinity]}')).toBe('{"NaN":null,"a\\\\":[null,"\\"NaN",null]}');
  expect(withoutBareNumbers('[NaN,"no end NaN')).toBe('[null,"no end NaN');
});

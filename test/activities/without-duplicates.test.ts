import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withoutDuplicates } from '../../activities/without-duplicates';
import { inMemory } from '../../domain/list/list';

test('rows are left out, and changes go on naming the rows that they named', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 30 }), (isDuplicate) => {
      const rows = isDuplicate.map((_, index) => [`row ${index}`]);
      const duplicates = rows.flatMap((_, index) => (isDuplicate[index] ? [index] : []));
      const others = rows.flatMap((_, index) => (isDuplicate[index] ? [] : [index]));
      const distinct = withoutDuplicates({ columns: ['cve'], rows }, duplicates);
      const table = inMemory(distinct.table);
      expect([distinct.table.rows.length, table.rows]).toEqual([others.length, others.map((index) => rows[index])]);
      const { added, changed, removed } = distinct.renumber({
        added: others,
        changed: others.slice(1),
        removed: ['gone'],
      });
      expect(added.map((index) => table.rows[index])).toEqual(others.map((index) => rows[index]));
      expect(changed.map((index) => table.rows[index])).toEqual(others.slice(1).map((index) => rows[index]));
      expect(removed).toEqual(['gone']);
    }),
  );
});

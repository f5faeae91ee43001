import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KEV } from '../../../sources/cisa-kev/kev-list';

test('every member of a vulnerability has its column in snake case, and the id is the key', () => {
  const members = [
    'cveID',
    'vendorProject',
    'product',
    'vulnerabilityName',
    'dateAdded',
    'shortDescription',
    'requiredAction',
    'dueDate',
    'knownRansomwareCampaignUse',
    'notes',
    'cwes',
  ];
  expect(members.map((member) => KEV.columnName(member))).toEqual(KEV.columns);
});

test('a rule may spell a column as the catalogue does, or as it is delivered', () => {
  for (const spelling of ['vendorProject', 'vendor_project', ' Vendor_Project ', 'VENDOR_PROJECT'])
    expect(KEV.columnName(spelling)).toBe('vendor_project');
  for (const spelling of ['cveID', 'CVE', 'cve', 'cve_id', 'cveId']) expect(KEV.columnName(spelling)).toBe('cve');
});

test('naming a name again changes nothing', () => {
  fc.assert(
    fc.property(fc.string(), (spelling) => {
      const name = KEV.columnName(spelling);
      expect(KEV.columnName(name)).toBe(name);
    }),
  );
});

import { expect, test } from '@jest/globals';
import { runWith } from './run-module';

async function returned(lines: string): Promise<unknown> {
  const { stdout, stderr } = await runWith('containers/world', lines);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}

test.each([
  ['equal', { vendor: 'a' }, null],
  ['another cell', { vendor: 'b' }, 'CVE-1, vendor: "b" in the lookup, "a" in the list'],
  [
    'a date that is none',
    { vendor: 'a', intel: '1635897600000' },
    'CVE-1, intel: "1635897600000" in the lookup, "2021-11-03" in the list',
  ],
])('the comparison of lookup and list finds %s', async (_, cells, difference) => {
  const list = [{ cve: 'CVE-1', vendor: 'a', intel: 1635897600000, cwe: null, enabled: true, processed: false }];
  const lookup = [{ cve: 'CVE-1', intel: '2021-11-03', cwe: '', enabled: 'true', ...cells }];
  expect(
    await returned(
      `return (await part('compare-lookup')).differenceOf(${JSON.stringify(list)}, ${JSON.stringify(lookup)})`,
    ),
  ).toBe(difference);
});

test('the comparison finds rows that are missing, and rows too many', async () => {
  const compare = (list: string[], lookup: string[]): Promise<unknown> =>
    returned(`
    const rows = (keys) => keys.map((cve) => ({ cve }));
    const { differenceOf } = await part('compare-lookup');
    return differenceOf(rows(${JSON.stringify(list)}), rows(${JSON.stringify(lookup)}))`);
  expect(await compare(['a', 'b'], ['a'])).toBe('the list has 2 rows, the lookup 1');
  expect(await compare(['a', 'b'], ['a', 'c'])).toBe('b is not in the lookup');
  expect(await compare(['a', 'b'], ['a', 'b'])).toBeNull();
});

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

/** What a watch says of lookups that are seen one after the other, while these lists are shown. */
function watched(lists: readonly string[][], lookups: readonly (string[] | null)[]): Promise<unknown> {
  return returned(`
    const rows = (cells) => cells.map((cell) => ({ cve: cell[0], vendor: cell.slice(1) }));
    const { watchLookup } = await part('lookup-watch');
    const seen = ${JSON.stringify(lookups)}.map((each) => each && rows(each));
    const last = seen.at(-1);
    const shown = ${JSON.stringify(lists)}.map(rows);
    const watch = watchLookup({ shown, lookup: async () => (seen.length > 0 ? seen.shift() : last) });
    let wrong = null;
    while (seen.length > 0) await watch.look().catch((error) => (wrong ??= error.message));
    const end = await watch.stop();
    return end.wrong?.replace(/^[0-9:]+ /, '') ?? wrong`);
}

const LISTS = [
  ['a1', 'b1', 'c1'],
  ['a1', 'b2', 'd1'],
];

test('a lookup that goes from list to list, with steps between, was right all the time', async () => {
  expect(await watched(LISTS, [null, ['a1', 'b1', 'c1'], ['a1', 'b2', 'c1', 'd1'], ['a1', 'b2', 'd1']])).toBeNull();
});

test.each([
  ['it was gone', [['a1', 'b1', 'c1'], null], 'it is gone'],
  [
    'it lacked a row of both lists',
    [
      ['a1', 'b1', 'c1'],
      ['b1', 'c1'],
    ],
    'a is in every list, and not in the lookup',
  ],
  ['it was empty', [['a1', 'b1', 'c1'], []], 'a is in every list, and not in the lookup'],
  [
    'a cell is of no list',
    [
      ['a1', 'b1', 'c1'],
      ['a7', 'b1', 'c1'],
    ],
    'a of the lookup stands so in none of the lists',
  ],
  [
    'it went back',
    [
      ['a1', 'b2', 'd1'],
      ['a1', 'b1', 'c1'],
    ],
    'b of the lookup stands so in none of the lists',
  ],
  ['the first delivery came in part', [['a1', 'b1']], 'the first delivery made no list of it: 2 rows'],
])('the watch tells that the lookup was wrong: %s', async (_, lookups, words) => {
  expect(await watched(LISTS, lookups)).toBe(words);
});

import type { CewlRow } from '../../../simulators/ctci/replay/cewl-row';
import { seeded } from '../histories/random';
import { LOOKUP } from '../stage/test-bed';
import type { Scenario } from './scenario';

/** Texts that break formats, piece by piece. */
const NASTY = [
  '"',
  '""',
  '\n',
  '\r\n',
  '\r',
  ',',
  ';',
  '\t',
  '\0',
  '=1+1',
  '+',
  '-',
  '@',
  "'",
  '\\',
  '\\n',
  '\u2028',
  '\ufeff',
  '\u202e',
  '\u{1f9a0}',
  'é',
  'e\u0301',
  '\ud800',
  ' ',
  '  x  ',
  '<b>',
  '${x}',
  '%00',
  'NULL',
  '\u007f',
  '\u0085',
  '漢',
  'a',
];
const TEXT_COLUMNS = [
  'vendor',
  'product',
  'vulnerability_type',
  'description',
  'reference',
  'cwe',
  'external_note',
  'base_severity',
];

export const changes: readonly Scenario[] = [
  {
    name: 'an unchanged list, twice',
    promises: [1],
    async play(stage) {
      await stage.begin();
      await stage.pull();
      const { deploys } = stage;
      for (const which of ['second', 'third']) {
        const report = await stage.pull();
        stage.expect(
          report.outcome === 'unchanged' && report.sent === 0,
          `the ${which} pull of an unchanged list was ${report.outcome} and sent ${report.sent}`,
        );
        stage.expect(stage.deploys === deploys, `the ${which} pull of an unchanged list deployed something`);
      }
      stage.expectEqual('after three pulls');
    },
  },
  {
    name: 'rows enabled late, with old and equal ids, in any order',
    promises: [3],
    async play(stage) {
      const { ctci } = stage.bed;
      await stage.begin();
      await stage.pull();
      const list = ctci.rows();
      const late = list.slice(0, 3).map((row, index) => ({ ...row, cve: `hCVE-2024-${index}`, id_ref: 1 }));
      ctci.serve({ rows: [...list.slice(5), ...late, ...list.slice(0, 5)].reverse() });
      const report = await stage.pull();
      stage.expect(
        report.added === 3 && report.changed === 0 && report.removed === 0,
        `${report.added} added, ${report.changed} changed, ${report.removed} removed, of three late rows`,
      );
      stage.expectEqual('late rows');
    },
  },
  {
    name: 'changes with and without the word of `updated`',
    promises: [4],
    async play(stage) {
      const { ctci } = stage.bed;
      await stage.begin();
      await stage.pull();
      const list = ctci.rows();
      ctci.serve({
        rows: list.map((row, index) => (index % 100 === 0 ? { ...row, external_note: 'new words' } : row)),
      });
      const silent = await stage.pull();
      stage.expect(
        silent.changed === Math.ceil(list.length / 100),
        `${silent.changed} changes found behind an unchanged \`updated\``,
      );
      stage.expectEqual('silent changes');
      ctci.serve({
        rows: ctci.rows().map((row) => ({ ...row, updated: 1_800_000_000_000, processed: true, notified: false })),
      });
      const empty = await stage.pull();
      stage.expect(empty.outcome === 'unchanged', `changes of volatile columns alone were ${empty.outcome}`);
    },
  },
  {
    name: 'somebody else changes the lookup, and deletes it',
    promises: [2, 1],
    async play(stage) {
      const { ctci, devo } = stage.bed;
      await stage.begin();
      await stage.pull();
      const key = String(ctci.rows()[7]?.['cve']);
      devo.foreignDeploy(LOOKUP, { upsert: [{ cve: 'CVE-2099-1' }], remove: [key] });
      devo.finishJobs();
      const mended = await stage.pull();
      stage.expect(mended.outcome === 'delivered', `the pull after a foreign deploy was ${mended.outcome}`);
      stage.expectEqual('after a foreign deploy');
      devo.removeLookup(LOOKUP);
      await stage.pull();
      stage.expectEqual('after the lookup was deleted');
      const quiet = await stage.pull();
      stage.expect(quiet.outcome === 'unchanged', `then a pull was ${quiet.outcome}`);
    },
  },
  {
    name: 'text of every kind in every text column',
    promises: [9],
    async play(stage) {
      const { ctci, devo } = stage.bed;
      ctci.serve({ rows: nastyRows(400) });
      await stage.begin();
      await stage.pull();
      stage.expectEqual('400 rows of odd text');
      stage.expect(devo.rows(LOOKUP)?.length === 400, 'not every row arrived');
      ctci.serve({
        rows: nastyRows(400).map((row, index) =>
          index % 7 === 0 ? { ...row, product: "=cmd|'/c calc'!A1,\"\n" } : row,
        ),
      });
      await stage.pull();
      stage.expectEqual('changed odd text, sent as changes');
    },
  },
];

function nastyRows(count: number): CewlRow[] {
  const random = seeded(9);
  return Array.from({ length: count }, (_, index) => {
    const texts = TEXT_COLUMNS.map((column) => [
      column,
      Array.from({ length: random.between(0, 6) }, () => random.pick(NASTY)).join(''),
    ]);
    return { cve: `CVE-2030-${1000 + index}`, year: 2030, id_ref: index, ...(Object.fromEntries(texts) as object) };
  });
}

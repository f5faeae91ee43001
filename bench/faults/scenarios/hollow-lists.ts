import { heldInWords } from '../../../domain/guard/shrink-guard';
import type { CewlRow } from '../../../simulators/ctci/replay/cewl-row';
import type { Scenario } from './scenario';

/** Lists with every key, and the column that each has lost. */
function hollowed(rows: readonly CewlRow[]): readonly (readonly [string, CewlRow[]])[] {
  return [
    ['vendor', rows.map(({ cve }) => ({ cve }))],
    [
      'vendor',
      rows.map(
        (row) =>
          Object.fromEntries(Object.keys(row).map((name) => [name, name === 'cve' ? row['cve'] : 'NaN'])) as CewlRow,
      ),
    ],
    ['product', rows.map(({ product: _gone, ...row }) => row as CewlRow)],
    ['description', rows.map((row, index) => (index % 3 === 0 ? { ...row, description: null } : row))],
  ];
}

export const hollowLists: readonly Scenario[] = [
  {
    name: 'lists that kept every key and lost their contents',
    promises: [19, 7],
    async play(stage) {
      const { ctci, chain } = stage.bed;
      await stage.begin();
      await stage.pull();
      const { deploys } = stage;
      const good = ctci.rows();
      for (const [column, rows] of hollowed(good)) {
        ctci.serve({ rows });
        const report = await stage.pull();
        stage.expect(report.outcome === 'held', `a list without ${column} was ${report.outcome}`);
        const reason = report.held === null ? 'none' : heldInWords(report.held);
        stage.expect(reason.includes(column), `the reason does not name ${column}: ${reason}`);
        stage.expect(stage.deploys === deploys, `a list without ${column} reached the lookup`);
      }
      ctci.serve({ rows: [...good] });
      const recovered = await stage.pull();
      stage.expect(
        recovered.outcome === 'unchanged' && recovered.held === null,
        `the whole list was ${recovered.outcome}`,
      );
      ctci.serve({ rows: hollowed(good)[2]?.[1] ?? [] });
      const again = await stage.pull();
      await chain.release(again.held?.digest ?? '');
      const released = await stage.pull();
      stage.expect(released.outcome === 'delivered', `the released list was ${released.outcome}`);
      stage.expectEqual('released');
    },
  },
];

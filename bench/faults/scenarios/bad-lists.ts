import type { ListChoice } from '../../../simulators/ctci/answer/served-list';
import type { Scenario } from './scenario';

const BAD_LISTS: readonly ListChoice[] = [
  { serve: 'restricted' },
  { serve: 'empty' },
  { shrinkTo: 300 },
  { shrinkTo: 1 },
];

export const badLists: readonly Scenario[] = [
  {
    name: 'restricted, empty and short lists',
    promises: [7],
    async play(stage) {
      const { ctci } = stage.bed;
      await stage.begin();
      await stage.pull();
      const { deploys, rows } = stage;
      for (const choice of BAD_LISTS) {
        ctci.serve(choice);
        const report = await stage.pull();
        stage.expect(
          report.outcome === 'held' && report.held !== null,
          `${JSON.stringify(choice)} was ${report.outcome}`,
        );
        stage.expect(stage.deploys === deploys && stage.rows === rows, `${JSON.stringify(choice)} reached the lookup`);
      }
      ctci.serve({ serve: 'history' });
      const recovered = await stage.pull();
      stage.expect(
        recovered.outcome === 'unchanged' && recovered.held === null,
        `the good list was ${recovered.outcome}`,
      );
      stage.move(2);
      await stage.pull();
      stage.expectEqual('after the bad lists');
    },
  },
  {
    name: 'a reset does not release a held list, a release does, once',
    promises: [7],
    async play(stage) {
      const { bed } = stage;
      await stage.begin();
      await stage.pull();
      const { rows } = stage;
      bed.ctci.serve({ shrinkTo: 300 });
      await stage.pull();
      await bed.chain.reset('in the hope of release');
      const held = await stage.pull();
      stage.expect(held.outcome === 'held' && stage.rows === rows, `a reset made the held list ${held.outcome}`);
      await bed.chain.release(held.held?.digest ?? '');
      const released = await stage.pull();
      stage.expect(released.outcome === 'delivered', `the released list was ${released.outcome}`);
      stage.expectEqual('released');
      bed.ctci.serve({ shrinkTo: 30 });
      const again = await stage.pull();
      stage.expect(again.outcome === 'held' && stage.rows === 300, `the next short list was ${again.outcome}`);
    },
  },
];

import type { Scenario } from './scenario';

export const secrets: readonly Scenario[] = [
  {
    name: 'refusals on both sides, with everything logged',
    promises: [11],
    settings: { service: { retry_for_seconds: 1 } },
    async play(stage) {
      const { ctci, devo, wires } = stage.bed;
      await stage.begin();
      await stage.pull();
      for (const status of [401, 403, 429, 500]) {
        ctci.fail({ fault: 'status', status });
        await stage.failingPull(`CTCI ${status}`);
        ctci.clearFaults();
        stage.move(1);
        devo.fail({ fault: 'status', status });
        await stage.failingPull(`Devo ${status}`);
        devo.clearFaults();
      }
      wires.ctci.limit(10, false);
      await stage.bed.chain.pull();
      wires.ctci.heal();
      await stage.pull();
      stage.expectEqual('after all refusals'); // the search itself is done after every scenario
    },
  },
];

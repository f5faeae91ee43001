import { setTimeout as wait } from 'node:timers/promises';
import type { Scenario } from './scenario';

const AWAY_MS = 30_000;

/** Only where the engine has a database that is a server of its own. */
export const database: readonly Scenario[] = [
  {
    name: "the engine's database is stopped for 30 s", promises: [18, 10], workers: 2,
    async play(stage) {
      const { engine } = stage.bed;
      await stage.begin('@every 2s');
      await stage.untilEqual('first delivery');
      const { deploys } = stage;
      await engine.database?.stop();
      stage.say('the database is away');
      stage.move(3);
      await wait(AWAY_MS);
      await engine.database?.start();
      stage.say('the database is back');
      await stage.untilEqual('the database was away', 180_000);
      stage.expect(stage.deploys <= deploys + 2, `${stage.deploys - deploys} deploys for one change`);
      stage.move(2);
      await stage.untilEqual('a change after it');
    },
  },
];

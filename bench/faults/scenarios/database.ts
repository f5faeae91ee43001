import { setTimeout as wait } from 'node:timers/promises';
import { DATABASE_AWAY_MS } from '../stage/database-away';
import type { Scenario } from './scenario';

/** Only where the engine has a database that is a server of its own. */
export const database: readonly Scenario[] = [
  {
    name: "the engine's database is stopped for 30 s",
    promises: [18, 10],
    workers: 2,
    async play(stage) {
      const { database } = stage.bed.engine;
      if (database === undefined) throw new Error('this engine has no database of its own to be stopped');
      await stage.begin('@every 2s');
      await stage.untilEqual('first delivery');
      const { deploys } = stage;
      await database.stop();
      stage.say('the database is away');
      stage.move(3);
      await wait(DATABASE_AWAY_MS);
      stage.expect(!stage.isEqual, 'the change came through although the database was away');
      await database.start();
      stage.say('the database is back');
      await stage.untilEqual('the database was away');
      stage.expect(stage.deploys <= deploys + 2, `${stage.deploys - deploys} deploys for one change`);
      stage.move(2);
      await stage.untilEqual('a change after it');
    },
  },
];

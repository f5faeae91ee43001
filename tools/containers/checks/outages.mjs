import { setTimeout as wait } from 'node:timers/promises';
import { docker } from '../engine/docker.mjs';
import { pullAfter, pullWhile } from './kills.mjs';

const AWAY_MS = 30_000;

export const databaseAway = {
  title: 'the database is away for 30 s in mid-pull',
  async run(world) {
    const { project } = world;
    const [temporal] = await project.containers('temporal');
    const { said } = await pullWhile(world, async () => {
      await project.compose('stop', 'postgres');
      await wait(AWAY_MS);
      const { Health: health } = await project.inspect(temporal, '.State');
      await project.compose('start', 'postgres');
      return health.Status;
    });
    if (said !== 'unhealthy') throw new Error(`Temporal was ${said} while its database was away`);
    await project.untilHealthy('postgres', 'temporal', 'worker');
    await pullAfter(world);
    await world.expectChangeDelivered();
    return { words: 'Temporal was unhealthy meanwhile; delivered once' };
  },
};

export const everythingRestarted = {
  title: 'everything is restarted',
  async run({ project, expectNothingDelivered, ...world }) {
    await project.compose('restart', 'postgres', 'temporal', 'temporal-ui', 'worker');
    await project.untilHealthy('postgres', 'temporal', 'temporal-ui', 'worker');
    await pullAfter({ project, ...world });
    await expectNothingDelivered();
    return { words: 'nothing delivered again' };
  },
};

export const downAndUp = {
  title: 'down, and up again',
  async run({ project, expectNothingDelivered }) {
    await project.compose('down');
    await project.up();
    await project.untilHealthy('postgres', 'temporal', 'worker');
    await expectNothingDelivered();
    return { words: 'the state came out of the volume; nothing delivered again' };
  },
};

/** The whole engine ends and comes back, as at a reboot of the machine. Only an engine of our own is ours to end. */
export const engineRestarted = {
  title: 'the engine is stopped and started, as at a reboot',
  needsOwnEngine: true,
  async run(world) {
    await world.restartEngine();
    await docker(world.client, ['version']);
    await world.project.untilHealthy('postgres', 'temporal', 'temporal-ui', 'worker');
    await pullAfter(world);
    await world.expectNothingDelivered();
    return { words: 'everything came back by itself; nothing delivered again' };
  },
};

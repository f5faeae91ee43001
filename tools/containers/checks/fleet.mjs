import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docker } from '../engine/docker.mjs';
import { pullAfter, pullWhile } from './kills.mjs';

export const twoWorkers = {
  title: 'two workers, one of them ended in mid-pull',
  async run(world) {
    const { project, client } = world;
    await project.up('--scale', 'worker=2', '--no-recreate', 'worker');
    await project.untilHealthy('worker');
    const { code } = await pullWhile(world, async () => {
      const [first] = await project.containers('worker');
      await docker(client, ['stop', first]);
    });
    if (code !== 0) throw new Error(`the pull ended with ${code}, and a second worker was there`);
    await world.expectChangeDelivered();
    await project.up('--scale', 'worker=1', '--no-recreate', 'worker');
    await project.untilHealthy('worker');
    await pullAfter(world);
    await world.expectNothingDelivered();
    return { words: 'the other one took over; delivered once' };
  },
};

export const upgradedInMidPull = {
  title: 'the image is changed in mid-pull',
  async run(world) {
    const { project, folder, next } = world;
    const file = join(folder, 'next.json');
    writeFileSync(file, JSON.stringify({ services: { worker: { image: next }, 'cron-start': { image: next } } }));
    const { code } = await pullWhile(world, async () => {
      project.use(file);
      await project.up('worker');
    });
    await project.untilHealthy('worker');
    const version = await project.exec('printenv', 'CTCI_IMAGE');
    if (version.stdout.trim() !== 'next') throw new Error('the worker does not run from the new image');
    await pullAfter(world);
    await world.expectChangeDelivered();
    return {
      words: `the pull ${code === 0 ? 'went on in the new container' : 'was broken off, the next one finished it'}; delivered once`,
    };
  },
};

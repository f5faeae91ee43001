import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { docker } from '../engine/docker.mjs';
import { differenceOf } from '../world/compare-lookup.mjs';
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

/** The worker and the client of another image take the place of the running ones. */
async function changeImage({ project, folder }, image) {
  const file = join(folder, `${image.replaceAll(/[^a-z0-9.-]/g, '-')}.json`);
  writeFileSync(file, JSON.stringify({ services: { worker: { image }, 'cron-start': { image } } }));
  project.use(file);
  await project.up('worker');
  return () => project.leave(file);
}

async function expectImage({ project }, name) {
  const { stdout } = await project.exec('printenv', 'CTCI_IMAGE');
  if (stdout.trim() !== name) throw new Error(`the worker runs from the image ${stdout.trim()}, not ${name}`);
}

export const upgradedInMidPull = {
  title: 'the image is changed in mid-pull',
  async run(world) {
    const { project, next } = world;
    const { code } = await pullWhile(world, () => changeImage(world, next));
    await project.untilHealthy('worker');
    await expectImage(world, 'next');
    await pullAfter(world);
    await world.expectChangeDelivered();
    return {
      words:
        `the pull ${code === 0 ? 'went on in the new container' : 'was broken off, the next one finished it'}; ` +
        'delivered once',
    };
  },
};

/** The pull that is under way cannot be gone on with: it must end at once, and the next one must deliver. */
export const otherCodeInMidPull = {
  title: 'an image whose pulls take other steps comes in mid-pull, and goes',
  async run(world) {
    const { project, other } = world;
    let told = '';
    const { said: goBack } = await pullWhile(world, () => changeImage(world, other));
    try {
      await project.untilHealthy('worker');
      await expectImage(world, 'other');
      told = await logged(project, /EngineError 619/);
      await project.run('pull'); // its answer does not count: this code listens to nobody before its first step is over
      await untilDelivered(world);
    } finally {
      goBack();
      await project.up('worker');
    }
    await project.untilHealthy('worker');
    await pullAfter(world);
    const { deploys } = await world.expectChangeDelivered({ mayRepeat: true });
    return {
      words: `${told}; the next pull made the lookup the list, in ${deploys.length} deploy(s); then back again`,
    };
  },
};

/** Waits until the lookup is the list. */
async function untilDelivered({ simulators }) {
  const giveUpAt = Date.now() + DELIVERED_MS;
  for (;;) {
    const difference = differenceOf(await simulators.list(), await simulators.lookup());
    if (difference === null) return;
    if (Date.now() > giveUpAt) throw new Error(`the lookup has not become the list: ${difference}`);
    await wait(POLL_MS);
  }
}

const DELIVERED_MS = 2 * 60_000;
const LOGGED_MS = 60_000;
const POLL_MS = 300;

/** Waits until the worker's log has such words, and returns them. */
async function logged(project, pattern) {
  const giveUpAt = Date.now() + LOGGED_MS;
  for (;;) {
    const [words] = pattern.exec(await project.logs('worker')) ?? [];
    if (words !== undefined) return words;
    if (Date.now() > giveUpAt) throw new Error(`the worker's log has no ${pattern}`);
    await wait(POLL_MS);
  }
}

import { seconds } from '../../setup/narrator.mjs';

/** From `docker compose up` to the first deploy at Devo. */
export const FIRST_DEPLOY_MS = 40_000;

const POLL_MS = 200;
const PATIENCE_MS = 5 * 60_000;

export const firstDeploy = {
  title: 'the first start delivers the list',
  async run({ project, simulators, expectChangeDelivered, own }) {
    const startedAt = Date.now();
    const up = project.up();
    const never = new Promise(() => undefined);
    const deployedAt = await Promise.race([untilDeployed(simulators, startedAt), up.then(() => never)]);
    await up;
    const upAfter = Date.now() - startedAt;
    await project.untilHealthy('postgres', 'temporal', 'temporal-ui', 'worker');
    await untilCronStartEnded(project);
    const { rows } = await expectChangeDelivered();
    const words =
      `deployed after ${seconds(deployedAt - startedAt)}, up after ${seconds(upAfter)}; ${rows} of ` +
      `${rows} rows equal in every cell`;
    if (own && deployedAt - startedAt > FIRST_DEPLOY_MS)
      return { words, weaker: `more than ${FIRST_DEPLOY_MS / 1000} s to the first deploy` };
    return { words };
  },
};

async function untilDeployed(simulators, startedAt) {
  while (Date.now() - startedAt < PATIENCE_MS) {
    if ((await simulators.deploys()).length > 0) return Date.now();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`nothing was deployed within ${PATIENCE_MS / 60_000} minutes`);
}

/** It waits for the pull, says how it went, and ends with 0. */
export async function untilCronStartEnded(project) {
  const [id] = await project.containers('cron-start');
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const state = await project.inspect(id, '.State');
    if (state.Status === 'exited' && state.ExitCode === 0) return;
    if (state.Status === 'exited')
      throw new Error(`cron-start ended with ${state.ExitCode}: ${await project.logs('cron-start', '--tail', '5')}`);
    if (Date.now() > giveUpAt) throw new Error('cron-start does not end');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

import { docker } from '../engine/docker.mjs';
import { seconds } from '../../setup/narrator.mjs';

const DEPLOYING_MS = 90_000;
const PULL_MS = 4 * 60_000;

/** A pull whose deploy takes ten seconds: something is done to the chain while it runs. */
export async function pullWhile(world, action) {
  const { project, simulators, deploysSoFar } = world;
  const before = await deploysSoFar();
  await simulators.changeList();
  await simulators.slowNextJob();
  const pull = project.run('pull', '--timeout', String(PULL_MS / 1000));
  await simulators.untilDeploying(before, DEPLOYING_MS);
  const said = await action();
  const { code, output } = await pull;
  return { said, code, output };
}

/** Pulls once more and expects that all is well: what was interrupted is delivered, and only once. */
export async function pullAfter({ project }) {
  const { code, output } = await project.run('pull', '--timeout', String(PULL_MS / 1000));
  if (code !== 0) throw new Error(`the pull after it ended with ${code}: ${output.trim().slice(-800)}`);
}

/**
 * Ends a container's process from outside, as the system does when memory is short. Docker takes its own `kill` for a
 * person's wish, and starts nothing anew.
 */
async function killProcess({ project, client }, service) {
  const [id] = await project.containers(service);
  const { Pid: pid } = await project.inspect(id, '.State');
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    await docker(client, ['kill', '--signal', 'KILL', id]); // the engine has a machine of its own
    await docker(client, ['start', id]);
  }
}

const kill = (service, title) => ({
  title,
  async run(world) {
    const { code } = await pullWhile(world, async () => {
      await killProcess(world, service);
      await world.project.untilHealthy(service);
    });
    await world.project.untilHealthy('postgres', 'temporal', 'worker');
    await pullAfter(world);
    await world.expectChangeDelivered();
    return {
      words:
        'came back by itself; the pull ' +
        `${code === 0 ? 'went on' : 'was broken off, the next one finished it'}; delivered once`,
    };
  },
});

export const workerKilled = kill('worker', 'the worker is killed in mid-pull');
export const temporalKilled = kill('temporal', 'Temporal is killed in mid-pull');
export const databaseKilled = kill('postgres', 'the database is killed in mid-pull');

export const workerStopped = {
  title: 'the worker is stopped in mid-pull, in order',
  async run(world) {
    const { project } = world;
    const { said } = await pullWhile(world, async () => {
      const startedAt = Date.now();
      await project.compose('stop', 'worker');
      const took = Date.now() - startedAt;
      const [id] = await project.containers('worker');
      const { ExitCode: code } = await project.inspect(id, '.State');
      await project.compose('start', 'worker');
      return { took, code };
    });
    if (said.code !== 0) throw new Error(`the worker ended with ${said.code}`);
    await project.untilHealthy('worker');
    await pullAfter(world);
    await world.expectChangeDelivered();
    return { words: `ended with 0 after ${seconds(said.took)}; delivered once` };
  },
};

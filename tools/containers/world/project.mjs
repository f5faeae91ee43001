import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { docker, tryDocker } from '../engine/docker.mjs';
import { pipeDocker } from '../engine/docker-pipe.mjs';
import { ROOT } from '../../setup/project.mjs';

/** What can be put beside the project's Compose file. */
export const CODEC_FILE = join(ROOT, 'docker-compose.codec.yml');
export const MONITORING_FILE = join(ROOT, 'docker-compose.monitoring.yml');

/** All services healthy, from nothing, on a machine that has other work too. */
const UP_MS = 6 * 60_000;
const HEALTHY_MS = 3 * 60_000;
const POLL_MS = 300;

/**
 * The project's Compose file as it is, with one file beside it that names other addresses and folders.
 *
 * @param {{ client: import('../engine/docker.mjs').Client, override: string, environment: Record<string, string> }}
 *   options
 */
export function composeProject({ client, override, environment }) {
  const beside = [];
  const files = () => [
    '--file',
    join(ROOT, 'docker-compose.yml'),
    '--file',
    override,
    ...beside.flatMap((file) => ['--file', file]),
  ];
  const args = (words) => ['compose', '--project-directory', ROOT, '--progress', 'quiet', ...files(), ...words];
  const options = (more) => ({ environment, cwd: ROOT, ...more });

  const compose = (...words) => docker(client, args(words), options({ timeoutMs: UP_MS }));
  const tryCompose = (...words) => tryDocker(client, args(words), options({ timeoutMs: UP_MS }));

  /** Ends everything of this project, also what stands beside, and what an earlier run has left of it. */
  async function remove() {
    const beside = [CODEC_FILE, MONITORING_FILE].flatMap((file) => ['--file', file]);
    const words = ['down', '--volumes', '--remove-orphans', '--timeout', '5'];
    await tryDocker(client, args([...beside, ...words]), options({ timeoutMs: UP_MS }));
  }

  /** Ids of a service's containers; of the ended ones too. */
  async function containers(service) {
    return (await compose('ps', '--all', '--quiet', service)).split('\n').filter((line) => line !== '');
  }

  async function inspect(id, format) {
    return JSON.parse(await docker(client, ['inspect', '--format', `{{ json ${format} }}`, id]));
  }

  /** Waits until every container of a service that should run is healthy. */
  async function untilHealthy(...services) {
    const giveUpAt = Date.now() + HEALTHY_MS;
    for (const service of services) {
      for (;;) {
        const states = await Promise.all((await containers(service)).map((id) => inspect(id, '.State')));
        if (states.length > 0 && states.every(({ Running, Health }) => Running && Health?.Status === 'healthy')) break;
        if (Date.now() > giveUpAt)
          throw new Error(
            `${service} is not healthy after ${HEALTHY_MS / 1000} s: ${JSON.stringify(states).slice(0, 400)}`,
          );
        await wait(POLL_MS);
      }
    }
  }

  /** The client in a container of its own, which no kill of the worker ends. */
  const run = (...words) =>
    tryCompose('run', '--rm', '-T', '--no-deps', '--quiet-pull', 'cron-start', 'node', 'dist/client/cli.js', ...words);

  /** The client in the worker's container, as a person uses it. */
  const exec = (...words) => tryCompose('exec', '-T', 'worker', ...words);

  return {
    client,
    compose,
    tryCompose,
    remove,
    containers,
    inspect,
    untilHealthy,
    run,
    exec,
    up: (...words) => compose('up', '--detach', '--no-build', '--pull', 'never', ...words),
    /** From now on with more files beside the others; the last one has the last word. */
    use(...files) {
      beside.push(...files);
    },
    /** And from now on without them. */
    leave(...files) {
      for (const file of files) beside.splice(beside.indexOf(file), 1);
    },
    /** A command in a container with a file of this machine as its input or output. */
    pipe: (ends, service, ...words) => pipeDocker(client, args(['exec', '-T', service, ...words]), options(ends)),
    logs: (service, ...words) => compose('logs', '--no-color', ...words, service),
  };
}

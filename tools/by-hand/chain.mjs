import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { seconds } from '../setup/narrator.mjs';
import { isListening } from './addresses.mjs';
import { lastLines, waitUntil } from './children.mjs';
import { inOrderOfStart } from './compose-file.mjs';
import { makeCluster } from './postgres.mjs';
import { serviceProgram } from './service-program.mjs';

/** The slowest service is the server on an empty database: about 10 s on 2 busy cores. */
const HEALTHY_MS = 120_000;

/** The Web UI is another program than those that are built here; nothing in the chain waits for it. */
const LEFT_OUT = new Set(['temporal-ui']);

export const newPassword = () => randomBytes(24).toString('hex');

/**
 * The services of the Compose file as programs of this machine.
 *
 * @param {object} parts what the steps before have prepared
 */
export class Chain {
  #parts;
  #running = new Map();
  #starts = 0;

  constructor(parts) {
    this.#parts = parts;
    mkdirSync(parts.logs, { recursive: true });
  }

  /** Starts all of them as Compose would: each when those that it depends on are healthy, or are done. */
  async up() {
    for (const name of inOrderOfStart(this.#parts.compose.services)) {
      if (LEFT_OUT.has(name)) this.#parts.say(`  ${name}: left out, it has no part in the chain`);
      else await this.start(name);
    }
  }

  async start(name) {
    const service = this.#parts.compose.services[name];
    const startedAt = Date.now();
    const program = name === 'postgres' ? await this.#postgres(service) : this.#program(name, service);
    if (this.#isOneShot(name)) {
      const { code } = await this.#parts.children.run(program);
      if (code !== 0) throw new Error(`${name} ended with ${code}: ${lastLines(program.logFile)}`);
      this.#parts.say(`  ${name}: done in ${seconds(Date.now() - startedAt)}`);
      return program.logFile;
    }
    const child = this.#parts.children.start(program);
    this.#running.set(name, child);
    await waitUntil(child, () => this.isHealthy(name), HEALTHY_MS);
    this.#parts.say(`  ${name}: healthy after ${seconds(Date.now() - startedAt)}, process ${child.pid}`);
    return program.logFile;
  }

  /** What `docker compose exec` does: a command where the service runs, with its environment. Throws when it fails. */
  async exec(name, command) {
    const program = this.#program(name, { ...this.#parts.compose.services[name], command });
    const what = command.at(-1);
    const { code } = await this.#parts.children.run({ ...program, name: what, logFile: this.#log(what) });
    this.#parts.say(`  ${what}: ended with ${code}`);
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}`);
  }

  async stop(name) {
    await this.#running.get(name).stop();
    this.#parts.say(`  ${name}: stopped`);
  }

  /** What the service's health check says, or the image's where the service has none of its own. */
  async isHealthy(name) {
    const { compose, image, here, postgres, addresses, children } = this.#parts;
    const [, ...command] = compose.services[name].healthcheck?.test ?? ['CMD', ...image.health];
    if (command[0] === 'nc') return isListening(here(command.at(-1)));
    const environment = { PATH: `${this.#searchPath()}:${postgres}`, PGPORT: addresses.postgres, HOME: '/nonexistent' };
    const { code } = await children.run({
      name: `${name} health`,
      command: command.map(here),
      environment,
      cwd: image.folder,
      logFile: this.#log(`${name}-health`),
    });
    return code === 0;
  }

  /** A service that ends by itself: another one waits for its end, or it is not to be started again. */
  #isOneShot(name) {
    const { services } = this.#parts.compose;
    if (services[name].restart === 'no') return true;
    return Object.values(services).some(
      ({ depends_on: needs }) => needs?.[name]?.condition === 'service_completed_successfully',
    );
  }

  #program(name, service) {
    const { image, addresses, here, user } = this.#parts;
    const { command, environment } = serviceProgram(service, {
      image,
      variables: addresses.variables,
      searchPath: this.#searchPath(),
      here,
    });
    return { name, command, environment, cwd: image.folder, logFile: this.#log(name), user };
  }

  async #postgres(service) {
    const { postgres: programs, addresses, folder, children } = this.#parts;
    const { POSTGRES_USER: user, POSTGRES_PASSWORD: password } = service.environment;
    const cluster = await makeCluster({
      programs,
      folder: join(folder, 'postgres'),
      user,
      password,
      port: addresses.postgres,
    });
    const common = {
      environment: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
      cwd: join(folder, 'postgres'),
      user: cluster.user,
    };
    const made = await children.run({
      name: 'initdb',
      command: cluster.initialize,
      logFile: this.#log('initdb'),
      ...common,
    });
    if (made.code !== 0) throw new Error(`initdb ended with ${made.code}: ${made.output}`);
    return {
      name: 'postgres',
      command: cluster.command,
      logFile: this.#log('postgres'),
      stopSignal: 'SIGINT',
      ...common,
    }; // SIGINT: Postgres' fast shutdown
  }

  #searchPath() {
    return `${this.#parts.programs}:${dirname(process.execPath)}:/usr/bin:/bin`;
  }

  /** A log of its own for each start, so that a failure's last lines are this start's. */
  #log(name) {
    this.#starts += 1;
    return join(this.#parts.logs, `${String(this.#starts).padStart(3, '0')}-${name}.log`);
  }
}

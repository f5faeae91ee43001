import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { seconds } from '../setup/narrator.mjs';
import { isListening } from './addresses.mjs';
import { lastLines, waitUntil } from './children.mjs';
import { makeCluster } from './postgres.mjs';
import { serviceProgram } from './service-program.mjs';

/** The slowest service is the server on an empty database: about 10 s on 2 busy cores. */
const HEALTHY_MS = 120_000;

/** The services of the Compose file that make up the engine, as programs of this machine. */
export class Chain {
  #parts;
  #starts = 0;

  /** @param {object} parts what the steps before have prepared */
  constructor(parts) {
    this.#parts = parts;
    mkdirSync(parts.logs, { recursive: true });
  }

  async start(name) {
    const service = this.#parts.compose.services[name];
    const startedAt = Date.now();
    const program = name === 'postgres' ? await this.#postgres(service) : this.#program(name, service);
    if (this.#isAwaitedToEnd(name)) {
      const { code } = await this.#parts.children.run(program);
      if (code !== 0) throw new Error(`${name} ended with ${code}: ${lastLines(program.logFile)}`);
      this.#parts.say(`  ${name}: done in ${seconds(Date.now() - startedAt)}`);
      return;
    }
    const child = this.#parts.children.start(program);
    await waitUntil(child, () => this.#isWell(name), HEALTHY_MS);
    this.#parts.say(`  ${name}: healthy after ${seconds(Date.now() - startedAt)}, process ${child.pid}`);
  }

  /** Postgres takes connections before it answers; the server listens when it is ready. */
  async #isWell(name) {
    const { addresses, postgres, children, folder } = this.#parts;
    if (name !== 'postgres') return isListening(addresses.frontend);
    const command = [join(postgres, 'pg_isready'), '--host=127.0.0.1', `--port=${addresses.postgres}`];
    const environment = { PATH: '/usr/bin:/bin', HOME: '/nonexistent' };
    const { code } = await children.run({
      name: 'pg_isready',
      command,
      environment,
      cwd: folder,
      logFile: this.#log('pg_isready'),
    });
    return code === 0;
  }

  #isAwaitedToEnd(name) {
    return Object.values(this.#parts.compose.services).some(
      ({ depends_on: needs }) => needs?.[name]?.condition === 'service_completed_successfully',
    );
  }

  #program(name, service) {
    const { addresses, here, folder, programs } = this.#parts;
    const searchPath = `${programs}:${dirname(process.execPath)}:/usr/bin:/bin`;
    const { command, environment } = serviceProgram(service, { variables: addresses.variables, searchPath, here });
    return { name, command, environment, cwd: folder, logFile: this.#log(name) };
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

  /** A log of its own for each start, so that a failure's last lines are this start's. */
  #log(name) {
    this.#starts += 1;
    return join(this.#parts.logs, `${String(this.#starts).padStart(3, '0')}-${name}.log`);
  }
}

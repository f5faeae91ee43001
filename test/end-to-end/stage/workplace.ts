import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomInt } from 'node:crypto';
import { stringify } from 'yaml';
import { startClient } from './built-program';
import { processesOf } from './process-table';
import type { RunningProgram } from './running-program';
import { CTCI_TOKEN, DEVO_TOKEN, DOMAIN, LOOKUP, type SimulatedWorld } from './simulated-world';

/** What a verb has left: its exit code and what it said. */
export interface VerbEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The parts of a configuration that tests change. */
export interface ConfigChanges {
  readonly service?: Readonly<Record<string, unknown>>;
  /** Services beside `cewl`. */
  readonly services?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, unknown>>;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly globals?: Readonly<Record<string, unknown>>;
}

/** A folder of its own in which a collector is configured, run and asked, as a user does it. */
export class Workplace {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'ctci-end-to-end-')));
  readonly name = `test${randomInt(1e9)}`;
  readonly configFile = join(this.folder, 'config.yaml');

  /** @param env what every program of this place is started with, such as TEMPORAL_ADDRESS */
  constructor(readonly env: NodeJS.ProcessEnv = {}) {}

  get workflowId(): string {
    return `${this.name}-1-ctci-cewl`;
  }

  get taskQueue(): string {
    return `ctci-collector-${this.name}-1`;
  }

  configure(world: SimulatedWorld, changes: ConfigChanges = {}): void {
    const cewl = {
      request_period_in_seconds: 3600,
      retry_for_seconds: 3,
      outputs: ['devo_lookup'],
      ...changes.service,
    };
    const config = {
      globals: { id: '1', name: this.name, ...changes.globals },
      inputs: {
        ctci: {
          api_base_url: world.ctci.url,
          credentials: { api_token: CTCI_TOKEN },
          services: { cewl, ...changes.services },
          ...changes.input,
        },
      },
      outputs: {
        devo_lookup: {
          type: 'devo_lookup',
          config: {
            url: world.devo.lookupApiUrl,
            domain: DOMAIN,
            token: DEVO_TOKEN,
            lookup_name: LOOKUP,
            ...changes.output,
          },
        },
        ...changes.outputs,
      },
    };
    this.write(stringify(config));
  }

  write(yaml: string): void {
    writeFileSync(this.configFile, yaml);
  }

  /** Starts a verb that stays: `up`, `worker`. */
  begin(...args: string[]): RunningProgram {
    return startClient(this.folder, args, this.env);
  }

  /** Starts a worker and waits until it polls. */
  async worker(): Promise<RunningProgram> {
    const program = this.begin('worker');
    await program.said(/Worker started on task queue/);
    return program;
  }

  /** Runs a verb to its end. */
  async verb(...args: string[]): Promise<VerbEnd> {
    const program = this.begin(...args);
    const { code } = await program.ended;
    return { code, stdout: program.stdout, stderr: program.stderr };
  }

  get workerLog(): string {
    return readFileSync(join(this.folder, '.ctci-collector', 'worker.log'), 'utf8');
  }

  /** Ends whatever still runs here, and removes the folder. */
  clear(): void {
    for (const { pid } of processesOf(this.folder)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it went by itself
      }
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCtciSimulator } from '../../../simulators/ctci/start-ctci-simulator';
import type { CtciSimulator } from '../../../simulators/ctci/ctci-simulator';
import { startDevoSimulator } from '../../../simulators/devo/start-devo-simulator';
import type { DevoSimulator } from '../../../simulators/devo/devo-simulator';
import { canary, type Canary } from '../judge/canary';
import { Chain, LIST_CHAIN } from './chain';
import type { EngineProcess } from './engine-process';
import { openEventsSide, type EventsSide, type EventsWishes } from './events-side';
import { LookupWatch } from './lookup-watch';
import { ServedRows } from '../judge/served-rows';
import { StepWatch } from './step-watch';
import { startTcpProxy, type TcpProxy } from '../wires/tcp-proxy';
import { WorkerProcess } from './worker-process';

export interface TestBedOptions {
  /** 1 to 5 letters and digits, unique in its engine. */
  readonly id: string;
  readonly workers: number;
  readonly jobDelayMs?: number;
  /** Settings of the service, the input and the output that differ. */
  readonly service?: Readonly<Record<string, unknown>>;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, unknown>>;
  /** A service of events beside the list. */
  readonly events?: EventsWishes;
  /** What else is particular to the configuration; `devo` is where the lookup's output finds Devo. */
  readonly edit?: (config: BedConfig, devo: string) => void;
  /** A device that workers write to in place of their logs. */
  readonly workersWriteTo?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

type Settings = Record<string, unknown>;

/** The configuration file of a test bed. */
export interface BedConfig {
  readonly globals: Settings;
  readonly inputs: {
    readonly ctci: Settings & { readonly services: { readonly cewl: Settings & { outputs: string[] } } };
    /** Where there is a service of events. */
    threatquotient_data_puller?: Settings;
  };
  readonly outputs: Record<string, { readonly type: string; readonly config: Settings }>;
}

const DOMAIN = 'acme';
export const LOOKUP = 'CTCI_CVE_Early_Warning_List';
/** Who may log in to the simulated CTCI, with the token for a password. */
export const USERNAME = 'soc@acme.example';

/** One service under test: its own CTCI and Devo, workers, and a proxy on each of their wires. */
export interface TestBed {
  readonly folder: string;
  readonly engine: EngineProcess;
  readonly ctci: CtciSimulator;
  readonly devo: DevoSimulator;
  readonly wires: { readonly temporal: TcpProxy; readonly ctci: TcpProxy; readonly devo: TcpProxy };
  readonly workers: WorkerProcess[];
  readonly chain: Chain;
  /** Null where the list is alone. */
  readonly events: EventsSide | null;
  readonly served: ServedRows;
  readonly lookup: LookupWatch;
  readonly steps: StepWatch;
  readonly canaries: readonly Canary[];
  readonly configFile: string;
  addWorker(environment?: NodeJS.ProcessEnv): Promise<WorkerProcess>;
  /** Kills every worker; those that come after it run the edited configuration. */
  configure(edit: (config: BedConfig) => void): Promise<void>;
  close(): Promise<void>;
}

export async function openTestBed(
  engine: EngineProcess,
  parentFolder: string,
  options: TestBedOptions,
): Promise<TestBed> {
  const folder = join(parentFolder, options.id);
  mkdirSync(folder, { recursive: true });
  const ctciToken = canary('ctci', options.id);
  const devoToken = canary('devo', options.id);
  const ctci = await startCtciSimulator({
    apiToken: ctciToken.value,
    username: USERNAME,
    password: ctciToken.value,
    hold: true,
  });
  const devo = await startDevoSimulator({
    domain: DOMAIN,
    token: devoToken.value,
    jobDelayMs: options.jobDelayMs ?? 50,
  });
  const wires = {
    temporal: await startTcpProxy(engine.port),
    ctci: await startTcpProxy(ctci.port),
    devo: await startTcpProxy(devo.port),
  };
  const chain = await Chain.at(engine.address, options.id, LIST_CHAIN);
  const events = options.events ? await openEventsSide(engine, folder, options.id, options.events) : null;
  const configFile = join(folder, 'config.yaml');
  const config = configOf(options, wires, ctciToken.value, devoToken.value);
  if (events) addEvents(config, events);
  options.edit?.(config, `http://127.0.0.1:${wires.devo.port}`);
  write(config);
  const workers: WorkerProcess[] = [];
  const served = new ServedRows();
  served.add(ctci.rows());
  const lookup = new LookupWatch(devo, LOOKUP, served);
  const steps = new StepWatch();

  async function addWorker(environment?: NodeJS.ProcessEnv): Promise<WorkerProcess> {
    const name = `worker-${workers.length + 1}`;
    const worker = new WorkerProcess({
      configFile,
      temporalPort: wires.temporal.port,
      logFile: join(folder, `${name}.log`),
      witness: steps.witness(name),
      writesTo: options.workersWriteTo,
      environment: { ...options.environment, ...environment },
    });
    workers.push(worker);
    await worker.untilReady();
    return worker;
  }

  /** JSON is YAML too. */
  function write(content: BedConfig): void {
    writeFileSync(configFile, JSON.stringify(content), { mode: 0o600 });
  }

  async function configure(edit: (content: BedConfig) => void): Promise<void> {
    edit(config);
    write(config);
    workers.forEach((worker) => worker.kill());
    await Promise.all(workers.map((worker) => worker.untilReady()));
  }

  async function close(): Promise<void> {
    lookup.close();
    await Promise.all(workers.map((worker) => worker.end()));
    await chain.close();
    await events?.close();
    await Promise.all([...Object.values(wires).map((wire) => wire.close()), ctci.close(), devo.close()]);
  }

  await Promise.all(Array.from({ length: options.workers }, () => addWorker()));
  return {
    folder,
    engine,
    ctci,
    devo,
    wires,
    workers,
    chain,
    events,
    served,
    lookup,
    steps,
    canaries: [ctciToken, devoToken, ...(events ? [events.password] : [])],
    configFile,
    addWorker,
    configure,
    close,
  };
}

function configOf(options: TestBedOptions, wires: TestBed['wires'], apiToken: string, token: string): BedConfig {
  return {
    globals: { id: options.id, name: 'faults' },
    inputs: {
      ctci: {
        api_base_url: `http://127.0.0.1:${wires.ctci.port}`,
        credentials: { api_token: apiToken },
        ...options.input,
        services: {
          cewl: { request_period_in_seconds: 2, retry_for_seconds: 5, outputs: ['devo_lookup'], ...options.service },
        },
      },
    },
    outputs: {
      devo_lookup: {
        type: 'devo_lookup',
        config: {
          url: `http://127.0.0.1:${wires.devo.port}/lookup-api`,
          domain: DOMAIN,
          token,
          lookup_name: LOOKUP,
          ...options.output,
        },
      },
    },
  };
}

function addEvents(config: BedConfig, { input, output }: EventsSide): void {
  config.inputs.threatquotient_data_puller = input;
  config.outputs['devo_tables'] = output;
}

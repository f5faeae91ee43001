import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { choosePort } from '../../engine/server/free-port';
import { DEMO_CONFIG, DEMO_FOLDER } from '../config-file';
import { CollectorError } from '../../errors/collector-error';
import { makeFolder } from '../../config/make-folder';
import { ChildFailure, startChild, type ChildProgram } from './child-program';
import { keepRunning } from './keep-running';
import type { StopList } from './stop-list';

/** Tokens of the simulators. They open nothing else. */
const DEMO_CTCI_TOKEN = 'demo-ctci-token';
const DEMO_DEVO_TOKEN = 'demo-devo-token';
const DEMO_DOMAIN = 'demo';
const DEMO_USER = { username: 'demo@example.com', password: 'demo-threatq-password' };
const DEMO_EVENTS_PERIOD_SECONDS = 5;
const DEMO_PERIOD_SECONDS = 10;

/** Wished ports. They are kept: another address of the lookup would be another lookup, and be delivered in full. */
const WISHED_PORTS = { ctci: 8410, devo: 8420, threatquotient: 8430, syslog: 8440 };

const SIMULATORS_PROGRAM = join(__dirname, '..', '..', 'simulators', 'main.js');
const LOG_FILE = join(DEMO_FOLDER, 'simulators.log');
const SIMULATORS_READY_MS = 20_000;

/** Starts beside each other may choose the same free port; the one that comes second chooses again. */
const PORT_CHOICES = 5;

const syslogAnnouncement = z.object({
  address: z.string(),
  port: z.number().int(),
  chain: z.string(),
  cert: z.string(),
  key: z.string(),
});
const announcement = z.object({
  ctci: z.object({ url: z.string() }),
  devo: z.object({ url: z.string(), lookupApiUrl: z.string(), syslog: syslogAnnouncement }),
  threatquotient: z.object({ url: z.string() }),
});
type Announcement = z.output<typeof announcement>;

const portNumber = z.number().int();
/** A demo of before there were events kept two ports. */
const keptPorts = z.object({
  ctci: portNumber,
  devo: portNumber,
  threatquotient: portNumber.default(WISHED_PORTS.threatquotient),
  syslog: portNumber.default(WISHED_PORTS.syslog),
});
type Ports = z.output<typeof keptPorts>;

export interface Demo {
  readonly ctciUrl: string;
  readonly devoUrl: string;
}

/** Throws where the demo's own programs are not there, before anything is started. */
export function requireSimulators(): void {
  if (!existsSync(SIMULATORS_PROGRAM))
    throw new CollectorError('demo_absent', { seen: `there is no ${SIMULATORS_PROGRAM}` });
}

/** Starts CTCI and Devo as local servers that go on from where they were, and writes the configuration for them. */
export async function startDemo(stops: StopList, say: (line: string) => void): Promise<Demo> {
  await makeFolder(DEMO_FOLDER);
  bypassProxies();
  const simulators = await startSimulators(PORT_CHOICES);
  const places = announcement.parse(simulators.ready);
  const { ctci, devo, threatquotient } = places;
  const samePorts = {
    ctci: portOf(ctci.url),
    devo: portOf(devo.url),
    threatquotient: portOf(threatquotient.url),
    syslog: devo.syslog.port,
  };
  const kept = keepRunning(simulators, {
    name: 'The simulators',
    logFile: LOG_FILE,
    begin: () => startOnPorts(samePorts),
    say,
  });
  stops.add(
    'simulators',
    () => kept.stop(),
    () => kept.kill(),
  );
  await writeFile(DEMO_CONFIG, demoConfig(places));
  return { ctciUrl: ctci.url, devoUrl: devo.url };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

async function startSimulators(choicesLeft: number): Promise<ChildProgram> {
  try {
    return await startOnPorts(await demoPorts());
  } catch (error) {
    if (!(error instanceof ChildFailure)) throw error;
    if (choicesLeft > 1 && error.words.includes('EADDRINUSE')) return startSimulators(choicesLeft - 1);
    const [, lacking] = /Cannot find (?:module|package) '([^']+)'/.exec(error.words) ?? [];
    if (lacking !== undefined) throw new CollectorError('demo_absent', { seen: `the package ${lacking} is not there` });
    throw new CollectorError('unexpected', { seen: `the simulators did not start: ${error.words}` });
  }
}

function startOnPorts(ports: Ports): Promise<ChildProgram> {
  const args = [
    '--ctci-port',
    String(ports.ctci),
    '--ctci-token',
    DEMO_CTCI_TOKEN,
    '--devo-port',
    String(ports.devo),
    '--devo-token',
    DEMO_DEVO_TOKEN,
    '--devo-domain',
    DEMO_DOMAIN,
    '--syslog-port',
    String(ports.syslog),
    '--threatquotient-port',
    String(ports.threatquotient),
    '--threatquotient-username',
    DEMO_USER.username,
    '--threatquotient-password',
    DEMO_USER.password,
    '--no-kev', // no service of the demo asks it
    '--state-folder',
    join(DEMO_FOLDER, 'simulators'),
  ];
  return startChild(SIMULATORS_PROGRAM, { args, logFile: LOG_FILE, readyWithinMs: SIMULATORS_READY_MS });
}

/** The simulators are on this machine: a proxy of the environment cannot reach them. The worker inherits it. */
function bypassProxies(): void {
  for (const name of ['NO_PROXY', 'no_proxy']) {
    const given = process.env[name];
    process.env[name] = given ? `${given},127.0.0.1` : '127.0.0.1';
  }
}

async function demoPorts(): Promise<Ports> {
  const file = join(DEMO_FOLDER, 'ports.json');
  const kept = await readFile(file, 'utf8').then(
    (text) => keptPorts.parse(JSON.parse(text)),
    () => WISHED_PORTS,
  );
  const ctci = await choosePort({ port: kept.ctci });
  const devo = await choosePort({ port: kept.devo }, new Set([ctci]));
  const threatquotient = await choosePort({ port: kept.threatquotient }, new Set([ctci, devo]));
  const ports = {
    ctci,
    devo,
    threatquotient,
    syslog: await choosePort({ port: kept.syslog }, new Set([ctci, devo, threatquotient])),
  };
  await writeFile(file, `${JSON.stringify(ports)}\n`);
  return ports;
}

function demoConfig({ ctci, devo, threatquotient }: Announcement): string {
  const { address, port, chain, cert, key } = devo.syslog;
  const config = {
    globals: { id: '1', name: 'demo' },
    inputs: {
      ctci: {
        enabled: true,
        api_base_url: ctci.url,
        credentials: { api_token: DEMO_CTCI_TOKEN },
        services: { cewl: { request_period_in_seconds: DEMO_PERIOD_SECONDS, outputs: ['devo_lookup'] } },
      },
      threatquotient_data_puller: {
        api_base_url: threatquotient.url,
        credentials: DEMO_USER,
        services: { events: { request_period_in_seconds: DEMO_EVENTS_PERIOD_SECONDS, outputs: ['devo_events'] } },
      },
    },
    outputs: {
      devo_lookup: {
        type: 'devo_lookup',
        config: {
          url: devo.lookupApiUrl,
          domain: DEMO_DOMAIN,
          token: DEMO_DEVO_TOKEN,
          lookup_name: 'CTCI_CVE_Early_Warning_List',
        },
      },
      devo_events: { type: 'devo_platform', config: { address, port, chain, cert, key } },
    },
  };
  return `# Made by the demo at each start; a config.yaml of your own takes its place.\n${stringify(config)}`;
}

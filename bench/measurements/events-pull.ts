import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { openCertificateFolder, type CertificateFolder } from '../../simulators/syslog/certificate-folder';
import { startSyslogSink } from '../../simulators/syslog/syslog-sink';
import { startThreatquotientSimulator } from '../../simulators/threatquotient/start-threatquotient-simulator';
import { EVENTS_WINDOW_MS } from '../../domain/time-limits';
import type { Bench, Measured, Measurement } from '../measurement';
import { BENCH_CLIENT_ID } from '../peers/light-threatquotient';
import { atMost, kilobytes, megabytes, percent, seconds, thousands, times, told } from '../report/goals';
import { median } from '../report/median';
import { openEventsStage, type EventsStage } from '../stage/events-stage';
import { cpuMs, peakBytes } from '../stage/process-cost';
import { Program } from '../stage/program';

const EVENTS = 100_000;
const PAGE = 500;
const ROUNDS = 3;
/** A backlog of so long ago at most: none lies before the day that a first walk goes back. */
const OVER_SECONDS = 80_000;
const CREDENTIALS = { username: 'me@example.com', password: 'bench-password' };

const OFTEN_SECONDS = 5;
const FRESH_EVENTS = 200;
const FRESH_EVERY_MS = 300;
/** One window of the step, so that its end and the next run are in it. */
const QUIET_SHORT_MS = EVENTS_WINDOW_MS;
/** In the first minute after work V8 makes code of what has become hot, and gives memory back. */
const SETTLED_AFTER_MS = 60_000;
const QUIET_LONG_MS = 3_600_000;

/** A backlog of events from ThreatQ to Devo's syslog endpoint; how fresh they are; and what it costs when none come. */
export const eventsPull: Measurement = {
  section: 'events-pull',
  async run(bench) {
    const certificates = await openCertificateFolder(join(bench.folder, 'events-certificates'), 'bench', Date.now());
    return [...(await backlog(bench, certificates)), ...(await often(bench, certificates))];
  },
};

interface Peers {
  readonly url: string;
  readonly port: number;
  readonly sender: CertificateFolder['sender'];
  /** Resolves with the time at which the last event was read, epoch milliseconds. */
  readonly arrival: () => Promise<number>;
}

async function backlog(bench: Bench, { server, sender }: CertificateFolder): Promise<readonly Measured[]> {
  const sink = await Program.start('event-sink');
  const threatq = await Program.start('threatquotient-peer');
  const script = await Program.start('plain-events-script');
  const scripts: { readonly ms: number; readonly peak: number }[] = [];
  const ours: { readonly ms: number; readonly peak: number }[] = [];
  try {
    const { port } = await sink.ask(server, z.object({ port: z.number() }));
    const { url } = await threatq.ask({ events: EVENTS, overSeconds: OVER_SECONDS }, z.object({ url: z.string() }));
    const peers: Peers = { url, port, sender, arrival: () => arrivalAt(sink) };
    for (let round = 0; round < ROUNDS; round += 1) {
      scripts.push(await byScript(script, peers));
      ours.push(await byOurs(bench, `events-${round}`, peers));
      const [one, other] = [ours, scripts].map((measured) => seconds((measured.at(-1)?.ms ?? NaN) / 1000));
      bench.say(`events-pull: ours ${one}, plain script ${other}`);
    }
  } finally {
    await Promise.all([script.stop(), threatq.stop(), sink.stop()]);
  }
  const ratios = ours.map(({ ms }, round) => ms / (scripts[round]?.ms ?? NaN));
  const took = median(ours.map(({ ms }) => ms)) / 1000;
  const name = `${thousands(EVENTS)} waiting events of 2 KB, pages of ${PAGE}, over TLS syslog`;
  return [
    atMost({
      name,
      against: 'plain script, same pages',
      value: median(ratios),
      limit: 1.5,
      words: times,
      details: `${seconds(took)}, ${thousands(EVENTS / took)} events a second`,
    }),
    atMost({
      name: `${name}: most memory of the worker`,
      value: Math.max(...ours.map(({ peak }) => peak)),
      limit: 300_000_000,
      words: megabytes,
      details: `the script ${megabytes(Math.max(...scripts.map(({ peak }) => peak)))}`,
    }),
  ];
}

async function arrivalAt(sink: Program): Promise<number> {
  const { at, received } = await sink.ask({ waitFor: EVENTS }, z.object({ at: z.number(), received: z.number() }));
  if (received !== EVENTS) throw new Error(`the sink has read ${received} of ${EVENTS} events`);
  return at;
}

async function byScript(
  script: Program,
  { url, port, sender, arrival }: Peers,
): Promise<{ readonly ms: number; readonly peak: number }> {
  const end = arrival();
  const { startedAt, peak } = await script.ask(
    { url, port, limit: PAGE, ...sender },
    z.object({ startedAt: z.number(), peak: z.number() }),
  );
  return { ms: (await end) - startedAt, peak };
}

/** From the question for a pull to its answer. */
async function byOurs(
  bench: Bench,
  name: string,
  { url, port, sender, arrival }: Peers,
): Promise<{ readonly ms: number; readonly peak: number }> {
  const often = { periodSeconds: 86_400, pageSize: PAGE };
  const stage = await openEventsStage(bench, { name, url, credentials: CREDENTIALS, port, files: sender, ...often });
  try {
    const end = arrival();
    await stage.startChain();
    const begun = performance.now();
    const [{ sent }] = await Promise.all([stage.pull(), end]);
    if (sent !== EVENTS) throw new Error(`${sent} events were sent`);
    return { ms: performance.now() - begun, peak: peakBytes(stage.workerPid) };
  } finally {
    await stage.close();
  }
}

async function often(bench: Bench, { server, sender }: CertificateFolder): Promise<readonly Measured[]> {
  const arrived = new Map<number, number>();
  const sink = await startSyslogSink({
    ...server,
    mode: 'hand-on',
    receive: (records) => {
      for (const record of records)
        arrived.set(Number(/"id":(\d+)/.exec(record.toString('latin1'))?.[1]), performance.now());
    },
  });
  const threatq = await startThreatquotientSimulator({ ...CREDENTIALS, clientId: BENCH_CLIENT_ID });
  const stage = await openEventsStage(bench, {
    name: 'events-often',
    url: threatq.url,
    credentials: CREDENTIALS,
    port: sink.port,
    files: sender,
    periodSeconds: OFTEN_SECONDS,
    pageSize: PAGE,
  });
  try {
    await stage.startChain();
    const created = new Map<number, number>();
    for (let event = 0; event < FRESH_EVENTS; event += 1) {
      const [id] = threatq.create({ count: 1 });
      if (id !== undefined) created.set(id, performance.now());
      await wait(FRESH_EVERY_MS);
    }
    while (arrived.size < FRESH_EVENTS) await wait(100);
    const ages = [...created].map(([id, at]) => ((arrived.get(id) ?? NaN) - at) / 1000).sort((one, two) => one - two);
    const p99 = ages[Math.ceil(ages.length * 0.99) - 1] ?? NaN;
    return [
      atMost({
        name: `an event is in the sink, period ${OFTEN_SECONDS} s: p99 of ${FRESH_EVENTS}`,
        value: p99,
        limit: OFTEN_SECONDS + 1,
        words: seconds,
        details: `median ${seconds(median(ages))}`,
      }),
      ...(await quiet(stage, bench.long ? QUIET_LONG_MS : QUIET_SHORT_MS)),
    ];
  } finally {
    await stage.close();
    await threatq.close();
    await sink.close();
  }
}

/**
 * What the worker costs while no events come, and beside it a bare worker of the SDK that waits: the same wake-up costs
 * a machine two or three times as much when it finds cores and caches cold.
 */
async function quiet(stage: EventsStage, ms: number): Promise<readonly Measured[]> {
  const bare = await Program.start('bare-worker');
  try {
    await bare.ask({ address: stage.address }, z.object({ taskQueue: z.string() }));
    return await quietBeside(stage, bare.pid, ms);
  } finally {
    await bare.stop();
  }
}

async function quietBeside(stage: EventsStage, barePid: number, ms: number): Promise<readonly Measured[]> {
  await wait(SETTLED_AFTER_MS);
  const bytes = folderBytes(stage.engineFolder);
  const pids = [stage.workerPid, barePid];
  const before = pids.map(cpuMs);
  await wait(ms);
  const [share = NaN, bareShare = NaN] = pids.map((pid, index) => (100 * (cpuMs(pid) - (before[index] ?? NaN))) / ms);
  const grown = folderBytes(stage.engineFolder) - bytes;
  const span = `${Math.round(ms / 60_000)} quiet min at ${OFTEN_SECONDS} s`;
  const database = `${span}: growth of the engine's database`;
  return [
    atMost({ name: `${span}: CPU of the worker`, value: share, limit: 0.5, words: percent }),
    told(`${span}: CPU of a bare worker of the SDK beside it`, percent(bareShare)),
    ms < QUIET_LONG_MS
      ? told(database, kilobytes(grown))
      : atMost({ name: database, value: grown, limit: 1_000_000, words: kilobytes }),
  ];
}

function folderBytes(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sum + folderBytes(path);
    return entry.isFile() && !entry.name.endsWith('.log') ? sum + statSync(path).size : sum;
  }, 0);
}

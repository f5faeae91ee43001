import { z } from 'zod';
import {
  issue,
  makeAuthority,
  writeCertificateFiles,
  type CertificateFiles,
} from '../../test/outputs/devo-events/certificates';
import { pythonWithDevoSdk } from '../../test/outputs/devo-events/python-sdk';
import type { Bench, Measured, Measurement } from '../measurement';
import { MESSAGE_BYTES } from '../peers/event-messages';
import { sendByPython } from '../peers/python-sender';
import { atLeast, thousands, times, told } from '../report/goals';
import { median } from '../report/median';
import { Program } from '../stage/program';

const ROUNDS = 5;
const EVENTS = 2_000_000;
const PEER_EVENTS = 200_000;
const TAG = 'my.app.ctci.cewl';
const HOST = 'worker-1';
const PEER = "Devo's Python SDK 7.0.2";

interface Sink {
  readonly program: Program;
  readonly port: number;
}

/** Events over TLS syslog, from the first byte written to the last event read by the sink, on one connection. */
export const eventThroughput: Measurement = {
  section: 'events',
  async run(bench) {
    const authority = await makeAuthority('Bench CA');
    const files = await writeCertificateFiles(authority.cert, await issue(authority, 'bench'));
    const program = await Program.start('event-sink');
    const sender = await Program.start('event-sender');
    try {
      const server = await issue(authority, 'sink', { host: 'localhost' });
      const { port } = await program.ask({ ...server, ca: authority.cert }, z.object({ port: z.number() }));
      return await compare(bench, { program, port }, sender, files);
    } finally {
      await sender.stop();
      await program.stop();
      await files.remove();
    }
  },
};

async function compare(
  bench: Bench,
  sink: Sink,
  sender: Program,
  files: CertificateFiles,
): Promise<readonly Measured[]> {
  const python = await pythonOrNull(bench);
  await rateOfOurs(sink, sender, files, EVENTS / 4); // warms both
  const ours: number[] = [];
  const peers: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await rateOfOurs(sink, sender, files, EVENTS));
    if (python !== null) peers.push(await rateOfPeer(sink, python, files));
    bench.say(
      `events: ${thousands(ours.at(-1) ?? 0)} a ` +
        `second${python === null ? '' : `, the SDK ${thousands(peers.at(-1) ?? 0)}`}`,
    );
  }
  const name = `events of ${MESSAGE_BYTES} bytes over TLS, one connection`;
  const absolute = atLeast({ name, value: median(ours), limit: 500_000, words: (rate) => `${thousands(rate)}/s` });
  if (python !== null) {
    const ratio = median(ours.map((rate, round) => rate / (peers[round] ?? NaN)));
    return [
      absolute,
      atLeast({
        name,
        against: PEER,
        value: ratio,
        limit: 3,
        words: times,
        details: `it sends ${thousands(median(peers))}/s`,
      }),
    ];
  }
  const why = 'not measured: there is no Python with the SDK';
  return [
    absolute,
    bench.peer ? { name, against: PEER, goal: '>= 3.00 x', measured: why, ok: false } : told(name, why, PEER),
  ];
}

/** The SDK's Python, made where it is missing. Without Python, or when it cannot be had, null. */
async function pythonOrNull(bench: Bench): Promise<string | null> {
  return pythonWithDevoSdk().catch((error: unknown) => {
    bench.say(`events: the SDK cannot be installed: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  });
}

async function rateOfOurs(sink: Sink, sender: Program, files: CertificateFiles, events: number): Promise<number> {
  const { chain, cert, key } = files;
  return rate(sink, events, () =>
    sender.ask(
      { port: sink.port, chain, cert, key, tag: TAG, host: HOST, events },
      z.object({ startedAt: z.number() }),
    ),
  );
}

async function rateOfPeer(sink: Sink, python: string, { chain, cert, key }: CertificateFiles): Promise<number> {
  return rate(sink, PEER_EVENTS, () =>
    sendByPython(python, { port: sink.port, chain, cert, key, tag: TAG, hostname: HOST, events: PEER_EVENTS }),
  );
}

async function rate({ program }: Sink, events: number, send: () => Promise<{ startedAt: number }>): Promise<number> {
  const arrival = program.ask({ waitFor: events }, z.object({ at: z.number(), received: z.number() }));
  const [{ startedAt }, { at, received }] = await Promise.all([send(), arrival]);
  if (received !== events) throw new Error(`the sink has read ${received} of ${events} events`);
  return events / ((at - startedAt) / 1000);
}

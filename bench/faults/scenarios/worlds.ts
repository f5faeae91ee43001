import { setTimeout as wait } from 'node:timers/promises';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTlsFront, type TlsFront } from '../wires/tls-front';
import type { Scenario } from './scenario';
import type { Stage } from './stage';

const NOT_CHECKED = /verify_host_ssl_cert: certificates are not checked/g;

/** What the chains and the configuration around a pull can be like. */
export const worlds: readonly Scenario[] = [
  {
    name: 'a state of a newer version, and what is no state',
    promises: [13],
    async play(stage) {
      for (const seed of [{ version: 2, list: {} }, { version: 'one' }, { rows: 12 }]) {
        await stage.begin('@every 1h', seed);
        const { number } = await stage.failingPull(JSON.stringify(seed));
        stage.expect(number === 605, `the error was ${number}`);
        stage.expect(stage.deploys === 0, 'something was delivered from a state that cannot be read');
        await stage.bed.chain.handle.terminate('the next seed');
      }
      await stage.begin();
      await stage.pull();
      stage.expectEqual('without a seed');
    },
  },
  {
    name: 'three workers, pulls asked for all the time',
    promises: [14],
    workers: 3,
    settings: { jobDelayMs: 700 },
    async play(stage) {
      const { bed } = stage;
      await stage.begin('@every 1s');
      for (let round = 0; round < 6; round += 1) {
        stage.move(1);
        await bed.chain.reset(`round ${round}`);
        await Promise.all([bed.chain.pull(), bed.chain.pull(), wait(500).then(() => bed.chain.pull())]);
      }
      await stage.untilEqual('six rounds of pulls');
      stage.expect(
        bed.devo.overlaps().length === 0,
        `${bed.devo.overlaps().length} deploys were asked for beside another one`,
      );
      const { steps, workers } = bed.steps.tally();
      stage.say(`${steps} steps at ${workers} workers`);
      // that they never did so at once is judged of every scenario
      stage.expect(workers === 3, `only ${workers} of three workers did anything`);
    },
  },
  {
    name: 'a certificate that nobody knows',
    promises: [12],
    async play(stage) {
      const front = await startTlsFront();
      try {
        await stage.begin();
        await behind(stage, front, {});
        await stage.failingPull('an unknown certificate');
        stage.expect(front.received() === 0, 'a request was sent over TLS that was not verified');
        await behind(stage, front, { ca_file: authorityFile(stage, front) });
        await stage.pull();
        stage.expect(countOf(stage, NOT_CHECKED) === 0, 'there was a warning although the certificate was checked');
        await behind(stage, front, { verify_host_ssl_cert: false });
        await stage.pull();
        await behind(stage, front, { verify_host_ssl_cert: false });
        await stage.pull();
        stage.expect(
          countOf(stage, NOT_CHECKED) === 2,
          `${countOf(stage, NOT_CHECKED)} warnings in two starts without verification`,
        );
        stage.expectEqual('over TLS');
      } finally {
        await front.close();
      }
    },
  },
];

/** Gives the worker another way to CTCI and starts it again. */
async function behind({ bed }: Stage, front: TlsFront, settings: Readonly<Record<string, unknown>>): Promise<void> {
  front.passTo(bed.ctci.port);
  await bed.configure(({ inputs: { ctci } }) => {
    delete ctci['ca_file'];
    delete ctci['verify_host_ssl_cert'];
    Object.assign(ctci, { api_base_url: `https://127.0.0.1:${front.port}` }, settings);
  });
}

function authorityFile({ bed }: Stage, front: TlsFront): string {
  const file = join(bed.folder, 'authority.pem');
  writeFileSync(file, front.certificate);
  return file;
}

function countOf({ bed }: Stage, words: RegExp): number {
  return readFileSync(join(bed.folder, 'worker-1.log'), 'utf8').match(words)?.length ?? 0;
}

import { createServer } from 'node:http';
import { secretsIn } from '../judge/canary';
import { listenOnLoopback } from '../wires/listen-on-loopback';
import type { Scenario } from './scenario';
import type { Stage } from './stage';

export const waiting: readonly Scenario[] = [
  {
    name: '429 with seconds, with a date, without; 503',
    promises: [17],
    settings: { service: { retry_for_seconds: 20 } },
    async play(stage) {
      const { ctci, devo } = stage.bed;
      await stage.begin();
      await stage.pull();
      await atLeast(stage, 3000, 'Retry-After: 3', () =>
        ctci.fail({ fault: 'status', status: 429, retryAfter: 3, requests: 1 }),
      );
      await atLeast(stage, 2000, 'Retry-After as a date in 3 s', () =>
        ctci.fail({ fault: 'status', status: 429, retryAfter: { dateIn: 3 }, requests: 1 }),
      );
      await atLeast(stage, 900, '429 without a word', () => ctci.fail({ fault: 'status', status: 429, requests: 1 }));
      await atLeast(stage, 900, '503', () => ctci.fail({ fault: 'status', status: 503, requests: 1 }));
      await atLeast(stage, 3000, "Devo's Retry-After: 3", () =>
        devo.fail({ fault: 'status', status: 429, retryAfter: 3, on: 'deploy', requests: 1 }),
      );
      stage.expectEqual('after every wait');
    },
  },
  {
    name: 'an hour of Retry-After is capped',
    promises: [17],
    settings: { service: { retry_for_seconds: 3 } },
    async play(stage) {
      const { ctci } = stage.bed;
      await stage.begin();
      await stage.pull();
      ctci.fail({ fault: 'status', status: 429, retryAfter: 3600 });
      const began = Date.now();
      const { number } = await stage.failingPull('Retry-After: 3600');
      stage.expect(number === 429, `the error was ${number}`);
      stage.expect(Date.now() - began < 30_000, `it waited ${Date.now() - began} ms`);
      ctci.clearFaults();
      stage.move(1);
      await stage.pull();
      stage.expectEqual('after the cap');
    },
  },
  {
    name: 'a redirect to another host gets no key',
    promises: [17, 11],
    async play(stage) {
      const { ctci, canaries } = stage.bed;
      const heard: string[] = [];
      const elsewhere = createServer((request, response) => {
        heard.push(`${request.url ?? ''} ${JSON.stringify(request.rawHeaders)}`);
        response.end('[]');
      });
      const port = await listenOnLoopback(elsewhere);
      try {
        await stage.begin();
        await stage.pull();
        ctci.fail({ fault: 'redirect', to: `http://127.0.0.1:${port}/api/v1/cewl`, requests: 1 });
        const { number } = await stage.failingPull('redirect to another host');
        stage.expect(number === 410, `the error was ${number}`);
        stage.expect(secretsIn(heard.join('\n'), canaries).length === 0, 'the other host was given the key');
        stage.say(`the other host heard ${heard.length} requests`);
      } finally {
        elsewhere.close();
      }
    },
  },
];

/** A pull with news that waits as it was told, and then delivers. */
async function atLeast(stage: Stage, ms: number, words: string, fail: () => void): Promise<void> {
  stage.move(1);
  fail();
  const report = await stage.pull();
  stage.say(`${words}: ${report.duration_ms} ms`);
  stage.expect(
    report.outcome === 'delivered' && report.duration_ms >= ms,
    `${words}: ${report.outcome} after ${report.duration_ms} ms`,
  );
}

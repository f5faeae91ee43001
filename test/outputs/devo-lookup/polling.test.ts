import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Output } from '../../../outputs/output';
import type { DevoLookupOptions } from '../../../outputs/devo-lookup/create-devo-lookup-output';
import { deliver, outputFor } from './deliveries';
import { json, StrictDevo } from './strict-devo';

const RUNNING = [{ code: 'update.start' }];
const OVER = [...RUNNING, { code: 'update.ok' }];
const MINUTE_MS = 60_000;

let devo: StrictDevo;
/** A clock that moves only while the output waits, and how long it has waited each time. */
let now: number;
let waited: number[];

beforeEach(async () => {
  devo = new StrictDevo();
  await devo.listen();
  now = 0;
  waited = [];
});

afterEach(() => devo.close());

/** An output with the limits of production and a clock of its own. */
function output(options: Partial<DevoLookupOptions> = {}): Output {
  return outputFor(devo, {
    now: () => now,
    sleep: (ms) => {
      waited.push(ms);
      now += ms;
      return Promise.resolve();
    },
    ...options,
    limits: {
      pollFirstMs: 500,
      pollMaxMs: 15_000,
      lostAnswerMs: 10_000,
      emptyStatusMs: 2 * MINUTE_MS,
      ...options.limits,
    },
  });
}

test.each([
  ['seconds', () => '3600'],
  ['a date', () => new Date(Date.now() + 3_600_000).toUTCString()],
])(
  'a wish to wait an hour, said as %s while a job is polled, is followed for the retry window at most',
  async (_form, header) => {
    devo.statuses = [RUNNING, RUNNING, OVER];
    devo.fail(/job\/0/, (_request, response) => json(response, 429, {}, { 'retry-after': header() }));

    await deliver(output({ retryForSeconds: 60 }));

    expect(devo.deploys).toHaveLength(1);
    expect(Math.max(...waited)).toBe(60_000);
  },
);

test('a wish to wait a few seconds is followed as it is', async () => {
  devo.statuses = [RUNNING, OVER];
  devo.fail(/job\/0/, (_request, response) => json(response, 503, {}, { 'retry-after': '7' }));

  await deliver(output({ retryForSeconds: 60 }));

  expect(waited[0]).toBe(7_000);
});

test('without a retry window the pause is that of any poll', async () => {
  devo.statuses = [RUNNING, OVER];
  devo.fail(/job\/0/, (_request, response) => json(response, 429, {}, { 'retry-after': '3600' }));

  await deliver(output({ retryForSeconds: 0 }));

  expect(Math.max(...waited)).toBeLessThanOrEqual(15_000);
});

/** Fails polls that come after this minute: the next one, or the next few. */
function failAfter(minute: number, times: number, answer: Parameters<StrictDevo['fail']>[1]): void {
  let left = times;
  devo.statuses = [RUNNING];
  const original = answer;
  devo.fail(
    /job\/0/,
    (request, response) => {
      if (now >= minute * MINUTE_MS && left > 0) {
        left -= 1;
        original(request, response);
        return;
      }
      json(response, 200, { jobs: left === 0 ? OVER : RUNNING });
    },
    10_000,
  );
}

test.each([
  ['that Devo does not know the job', 404, {}],
  ['an empty list of statuses', 200, { jobs: [] }],
  ['a page of a gateway', 200, '<html>'],
  ['a refusal', 400, {}],
  ['a fault', 502, {}],
])('one answer in minute 10 that says %s does not end a job of ours', async (_what, status, body) => {
  failAfter(10, 1, (_request, response) =>
    typeof body === 'string' ? response.end(body) : json(response, status, body),
  );

  const receipt = await deliver(output());

  expect(now).toBeGreaterThan(10 * MINUTE_MS);
  expect(receipt.job?.id).toBe(devo.deploys[0]?.job);
});

test('a job of ours that Devo does not know for two minutes on end has failed', async () => {
  failAfter(10, 1_000, (_request, response) => json(response, 404, {}));

  await expect(deliver(output())).rejects.toMatchObject({ id: 'devo_job_failed' });

  expect(now).toBeGreaterThanOrEqual(12 * MINUTE_MS);
  expect(now).toBeLessThan(13 * MINUTE_MS);
});

test.each([
  ['that Devo does not know it', 404, {}],
  ['no status', 200, { jobs: [] }],
])('a job of somebody else that works is not over because one answer says %s', async (_what, status, body) => {
  devo.rows = new Map();
  const foreign = devo.foreignJob([RUNNING, RUNNING, RUNNING, RUNNING, RUNNING, OVER]);
  let asked = 0;
  devo.fail(
    new RegExp(`GET .*job/${foreign}`),
    (_request, response) => {
      asked += 1;
      if (asked === 3) now += 3 * MINUTE_MS;
      if (asked === 3) json(response, status, body);
      else json(response, 200, { jobs: asked < 6 ? RUNNING : OVER });
    },
    6,
  );

  await deliver(output());

  expect(asked).toBe(6);
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { TABLE, deliver, deliveryOf, outputFor, progressAfter } from './deliveries';
import { StrictDevo, json } from './strict-devo';

let devo: StrictDevo;

beforeEach(async () => {
  devo = new StrictDevo();
  await devo.listen();
  devo.rows = new Map();
});

afterEach(() => devo.close());

const RUNNING = [{ code: 'update.start' }];
const OVER = [...RUNNING, { code: 'update.ok' }];

test('a deploy waits until the newest job of somebody else is over, even if that one fails', async () => {
  devo.foreignJob([[], RUNNING, RUNNING, [...RUNNING, { code: 'update.err' }]]);
  const receipt = await deliver(outputFor(devo));
  expect(devo.deploys).toHaveLength(1);
  expect(devo.deploys[0]?.overlapped).toBe(false);
  expect(receipt.job?.id).toBe(devo.deploys[0]?.job);
});

test('a job that begins while another is awaited is awaited as well', async () => {
  devo.foreignJob([RUNNING, RUNNING, OVER]);
  devo.fail(/GET .*job\/00000001/, (_request, response) => {
    devo.foreignJob([RUNNING, RUNNING, OVER]);
    json(response, 200, { jobs: RUNNING });
  });
  await deliver(outputFor(devo));
  expect(devo.deploys.map((deploy) => deploy.overlapped)).toEqual([false]);
});

test('the job that this output confirmed last is not asked for again', async () => {
  const knownJob = devo.foreignJob([OVER]);
  await deliver(outputFor(devo), deliveryOf({ knownJob }));
  expect(devo.requests.some((line) => line.endsWith(knownJob))).toBe(false);
});

test('a job of somebody else that has no status is waited for only so long', async () => {
  devo.foreignJob([[]]);
  await deliver(outputFor(devo));
  expect(devo.deploys).toHaveLength(1);
});

test('our own job may be without a status longer than that', async () => {
  devo.statuses = [...Array.from({ length: 30 }, () => []), OVER];
  await deliver(outputFor(devo, { limits: { emptyStatusMs: 10, pollFirstMs: 2, pollMaxMs: 2 } }));
  expect(devo.deploys).toHaveLength(1);
});

test('an answer that is cut off after the job began costs no second deploy', async () => {
  devo.answerFaults.push((response) => response.destroy());
  const warnings: string[] = [];
  const receipt = await deliver(outputFor(devo, { warn: (message) => warnings.push(message) }));
  expect(devo.deploys).toHaveLength(1);
  expect(receipt.job?.id).toBe(devo.deploys[0]?.job);
  expect(warnings.join()).toContain(devo.deploys[0]!.job);
});

test('an answer that never comes costs no second deploy', async () => {
  devo.answerFaults.push(() => undefined);
  const receipt = await deliver(outputFor(devo, { limits: { requestTimeoutMs: 150 } }));
  expect(devo.deploys).toHaveLength(1);
  expect(receipt.job?.id).toBe(devo.deploys[0]?.job);
});

test('a gateway error after the job began costs no second deploy', async () => {
  devo.answerFaults.push((response) => json(response, 502, { message: 'bad gateway' }));
  await deliver(outputFor(devo));
  expect(devo.deploys).toHaveLength(1);
});

test('a connection that is cut before Devo took the deploy is given back to be tried again', async () => {
  devo.fail(/deploy-csv/, (request) => request.socket.destroy());
  const progress = progressAfter();
  await expect(deliver(outputFor(devo), deliveryOf(), progress)).rejects.toMatchObject({
    id: 'devo_unreachable',
    retryable: true,
  });
  await deliver(outputFor(devo), deliveryOf(), progressAfter(progress.saved.at(-1)));
  expect(devo.deploys).toHaveLength(1);
});

test('a next attempt polls the job that the lost one knew', async () => {
  const progress = progressAfter();
  const stop = new AbortController();
  const lost = outputFor(devo).deliver(
    deliveryOf(),
    {
      last: undefined,
      save(value) {
        progress.save(value);
        if (progress.saved.at(-1)?.job) stop.abort(new Error('worker lost'));
      },
    },
    stop.signal,
  );
  await expect(lost).rejects.toThrow('worker lost');
  const receipt = await deliver(outputFor(devo), deliveryOf(), progressAfter(progress.saved.at(-1)));
  expect(devo.deploys).toHaveLength(1);
  expect(receipt).toMatchObject({ sent: TABLE.rows.length, job: { id: devo.deploys[0]!.job } });
});

test('a job that is known stays ours, whatever others began after it', async () => {
  const ours = devo.foreignJob([RUNNING, OVER]);
  devo.foreignJob([OVER]);
  const receipt = await deliver(
    outputFor(devo),
    deliveryOf(),
    progressAfter({ part: 'everything', seen: [], job: ours, done: {} }),
  );
  expect(receipt.job?.id).toBe(ours);
  expect(devo.deployCount()).toBe(0);
});

test('a next attempt takes the one unseen job as its own', async () => {
  const old = devo.foreignJob([OVER]);
  const unseen = devo.foreignJob([RUNNING, OVER]);
  const receipt = await deliver(
    outputFor(devo),
    deliveryOf(),
    progressAfter({ part: 'everything', seen: [old], done: {} }),
  );
  expect(receipt.job?.id).toBe(unseen);
  expect(devo.deployCount()).toBe(0);
});

test('a job that Devo named is certain; one found after a lost answer is assumed, also by later attempts', async () => {
  expect((await deliver(outputFor(devo))).assumed).toBeUndefined();
  devo.answerFaults.push((response) => response.destroy());
  expect((await deliver(outputFor(devo))).assumed).toBe(true);

  const seen = [...devo.deploys.map(({ job }) => job)];
  const strange = devo.foreignJob([OVER]); // ours never arrived: the lookup does not hold our list
  const found = await outputFor(devo).deliver(
    deliveryOf(),
    { last: { part: 'everything', seen }, save: () => undefined },
    new AbortController().signal,
  );
  expect(found).toMatchObject({ job: { id: strange }, assumed: true });
  const later = await outputFor(devo).deliver(
    deliveryOf(),
    { last: { part: 'everything', seen, job: strange, assumed: true }, save: () => undefined },
    new AbortController().signal,
  );
  expect(later).toMatchObject({ job: { id: strange }, assumed: true });
});

test('several unseen jobs cannot be told apart, so the deploy is made again when they are over', async () => {
  devo.foreignJob([RUNNING, OVER]);
  devo.foreignJob([RUNNING, OVER]);
  devo.foreignJob([OVER]);
  const progress = progressAfter({ part: 'everything', seen: [devo.jobs[0]], done: {} });
  const receipt = await deliver(outputFor(devo), deliveryOf(), progress);
  expect(receipt.job?.id).toBe(devo.deploys[0]?.job);
});

test('progress of another form counts as none', async () => {
  await deliver(outputFor(devo), deliveryOf(), progressAfter({ seen: 'what', done: 3 }));
  expect(devo.deploys).toHaveLength(1);
});

test("a refusal leaves no ids behind that would make a stranger's job ours", async () => {
  devo.fail(/deploy-csv/, (_request, response) => json(response, 429, {}, { 'retry-after': '7' }));
  const progress = progressAfter();
  await expect(deliver(outputFor(devo), deliveryOf(), progress)).rejects.toMatchObject({
    id: 'devo_rate_limited',
    retryAfterMs: 7_000,
  });
  devo.foreignJob([RUNNING, OVER]);
  await deliver(outputFor(devo), deliveryOf(), progressAfter(progress.saved.at(-1)));
  expect(devo.deploys).toHaveLength(1);
});

test('a lookup that is said to be busy is awaited and tried again', async () => {
  devo.fail(
    /deploy-csv/,
    (_request, response) => {
      devo.foreignJob([RUNNING, RUNNING, OVER]);
      json(response, 409, { error: { message: 'another job is running' } });
    },
    2,
  );
  await deliver(outputFor(devo));
  expect(devo.deploys.map((deploy) => deploy.overlapped)).toEqual([false]);
});

test('a lookup that stays busy is given back to be tried again', async () => {
  devo.fail(
    /deploy-csv/,
    (_request, response) => json(response, 409, { error: { message: 'another job is running' } }),
    10,
  );
  await expect(deliver(outputFor(devo))).rejects.toMatchObject({ id: 'devo_refused', retryable: true });
});

test('polling lives through single failures and warns of an unknown code once', async () => {
  devo.statuses = [[{ code: 'pus.one' }], [{ code: 'pus.one' }], OVER];
  devo.fail(/job\/0/, (_request, response) => json(response, 503, {}));
  devo.fail(/job\/0/, (request) => request.socket.destroy());
  devo.fail(/job\/0/, (_request, response) => json(response, 429, {}));
  const warnings: string[] = [];
  await deliver(outputFor(devo, { warn: (message) => warnings.push(message) }));
  expect(warnings.filter((message) => message.includes('pus.one'))).toHaveLength(1);
  expect(devo.faults).toHaveLength(0);
});

test('polling that only fails gives the delivery back, with the job kept for the next attempt', async () => {
  devo.fail(/job\/0/, (_request, response) => json(response, 503, {}), 200);
  const progress = progressAfter();
  const failing = deliver(outputFor(devo, { limits: { pollFailuresMs: 30 } }), deliveryOf(), progress);
  await expect(failing).rejects.toMatchObject({ id: 'devo_server_error', retryable: true });
  expect(progress.saved.at(-1)).toMatchObject({ job: devo.deploys[0]!.job });
});

test('a refused token ends the polling', async () => {
  devo.fail(/job\/0/, (_request, response) => json(response, 401, {}));
  await expect(deliver(outputFor(devo))).rejects.toMatchObject({ id: 'devo_unauthorized', retryable: false });
});

test('a job without end is given up at the ceiling', async () => {
  devo.statuses = [RUNNING];
  const endless = deliver(outputFor(devo, { limits: { jobCeilingMs: 60 } }));
  await expect(endless).rejects.toMatchObject({
    id: 'devo_job_endless',
    retryable: false,
    message: expect.stringContaining(devo.jobs[0] ?? ''),
  });
});

test('a long pause between questions does not reach beyond the ceiling', async () => {
  devo.statuses = [RUNNING];
  const limits = { jobCeilingMs: 60, pollFirstMs: 60_000, pollMaxMs: 60_000 };
  await expect(deliver(outputFor(devo, { limits }))).rejects.toMatchObject({ id: 'devo_job_endless' });
});

test('a cancelled delivery stops at once while it waits', async () => {
  devo.statuses = [RUNNING];
  const stop = new AbortController();
  const waiting = deliver(
    outputFor(devo, { limits: { pollFirstMs: 60_000, pollMaxMs: 60_000 } }),
    deliveryOf(),
    {
      ...progressAfter(),
      save(value) {
        if (JSON.stringify(value).includes('"job"')) setImmediate(() => stop.abort(new Error('stopped')));
      },
    },
    stop.signal,
  );
  await expect(waiting).rejects.toThrow('stopped');
});

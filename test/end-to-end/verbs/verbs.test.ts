import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { DOCUMENTS } from '../../../client/output/documents';
import { documentOf, type Document } from '../stage/document';
import { preparePlace, sharedTemporal } from '../stage/prepared-place';
import { byKey, LOOKUP, madeUpList, type SimulatedWorld } from '../stage/simulated-world';
import { until } from '../stage/until';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(120_000);

let world: SimulatedWorld;
let place: Workplace;

/** One collector that lives through all tests of this file, in their order, on the run's Temporal. */
beforeAll(async () => {
  ({ world, place } = await preparePlace(sharedTemporal()));
});

afterAll(async () => {
  world.devo.clearFaults();
  world.devo.finishJobs();
  await place.verb('stop', '--yes', '--all');
  place.clear();
  await world.close();
});

async function asked(...args: string[]): Promise<Document & { code: number | null }> {
  const end = await place.verb(...args, '--json');
  const document = documentOf(end);
  expect(DOCUMENTS[args[0] ?? '']?.safeParse(document).error).toBeUndefined(); // what is promised of it
  return { ...document, code: end.code };
}

test('without a chain, status says stopped and exits 1; what needs one exits 3 and says how to start it', async () => {
  const [status, pull, reset, history, verify] = await Promise.all([
    asked('status'),
    asked('pull'),
    asked('reset'),
    asked('history'),
    asked('verify'),
  ]);
  expect(status).toMatchObject({ code: 1, ok: false, services: [{ state: 'stopped', next_pull_at: null, rows: 0 }] });
  for (const document of [pull, reset, history, verify]) {
    expect(document).toMatchObject({
      code: 3,
      ok: false,
      error: { number: 602, remedy: expect.stringContaining('ctci-collector start') },
    });
  }
});

test('without a worker, pull and start exit 3 within seconds; status says so, and history answers', async () => {
  const before = Date.now();
  const started = await asked('start');
  expect(started).toMatchObject({ code: 3, ok: false, error: { number: 601, name: 'EngineError' } });
  expect(Date.now() - before).toBeLessThan(20_000);
  const unserved = await until('status says that no worker takes the run up', async () => {
    const status = await asked('status');
    return status.services[0]?.state === 'failing' && status;
  });
  expect(unserved).toMatchObject({ code: 1, ok: false, services: [{ last_failure: { number: 618 } }] });
  const words = await place.verb('status');
  expect(words).toMatchObject({ code: 1, stderr: '' });
  expect(words.stdout).toMatch(/SERVICE +STATE +LAST PULL +NEXT PULL/);
  expect(await asked('history')).toMatchObject({ code: 0, services: [{ pulls: [] }] });
});

test('start makes the first pull at once, and started again finds the cron running', async () => {
  await place.worker();
  expect(await asked('start')).toMatchObject({
    code: 0,
    services: [{ note: expect.stringContaining('runs already'), report: { received: 30 } }],
  });
  expect(byKey(world.devo.rows(LOOKUP))).toEqual(byKey(world.ctci.rows()));
  const again = await place.verb('start');
  expect(again).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(/^ctci\/cewl: runs already \(@every 3600s\)\nctci\/cewl: unchanged: received 30/),
  });
});

test('pull prints the report in words, and as one JSON document', async () => {
  const before = madeUpList(30);
  world.ctci.serve({
    rows: [...before.slice(1, 29), { cve: before[29]!.cve, product: 'another' }, { cve: 'CVE-2032-1', product: 'new' }],
  });
  expect(await asked('pull')).toMatchObject({
    code: 0,
    ok: true,
    services: [
      {
        state: 'waiting',
        workflow_id: place.workflowId,
        rows: 30,
        report: { outcome: 'delivered', received: 30, added: 1, changed: 1, removed: 1 },
      },
    ],
  });
  const words = await place.verb('pull');
  expect(words).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(
      /^ctci\/cewl: unchanged: received 30, added 0, changed 0, removed 0, sent 0, took .+\n$/,
    ),
  });
});

test('pull waits no longer than --timeout; status and history show it; another pull waits its turn', async () => {
  world.devo.fail({ fault: 'endless-job', requests: 1 });
  const rows = madeUpList(30, 'changed');
  world.ctci.serve({ rows: [...rows] });
  const known = (await asked('history')).services[0]?.pulls?.length ?? 0;
  const before = Date.now();
  expect(await asked('pull', '--timeout', '2')).toMatchObject({
    code: 1,
    ok: false,
    error: { number: 610 },
    services: [{ state: 'running' }],
  });
  expect(Date.now() - before).toBeLessThan(8_000);
  expect(await asked('status')).toMatchObject({ code: 0, services: [{ state: 'running' }] });
  expect((await asked('history')).services[0]?.pulls).toHaveLength(known);
  await until('the deploy job', () => world.devo.lookup(LOOKUP)?.status === 'Updating');
  const next = asked('pull');
  world.devo.finishJobs();
  expect(await next).toMatchObject({ code: 0, services: [{ report: { outcome: 'unchanged' } }] });
  expect((await asked('history')).services[0]?.pulls?.slice(known)).toMatchObject([
    { outcome: 'delivered', changed: 29 },
    { outcome: 'unchanged' },
  ]);
});

test('what a row carries acts neither on the terminal nor in the JSON, which holds it as it is', async () => {
  const rows = world.ctci.rows();
  const hostile = {
    ...rows[0],
    cve: 'CVE-2026-99999',
    vendor: '\u001b]0;owned\u0007\u009b2J',
    product: '\u202eevil\r',
    description: '\u001b[2J\u001b[31mgone',
  };
  world.ctci.serve({ rows: [...rows, hostile] });
  const words = await place.verb('preview');
  expect(words.stdout).toContain('CVE-2026-99999');
  expect(words.stdout).toContain('\\u001b]0;');
  expect(words.stdout + words.stderr).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  const json = await place.verb('preview', '--json');
  expect(json.stdout).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  expect(JSON.parse(json.stdout)).toMatchObject({
    services: [
      { preview: { added: [expect.arrayContaining([hostile.vendor, hostile.product, hostile.description])] } },
    ],
  });
  world.ctci.serve({ rows: [...rows] });
});

test('reset delivers everything with the next pull, and with --now at once; the same value sends nothing', async () => {
  expect(await asked('reset', 'v2', '--now', '--yes')).toMatchObject({
    code: 0,
    services: [{ report: { outcome: 'delivered', sent: 30 } }],
  });
  expect(await asked('reset', 'v2', '--now', '--yes')).toMatchObject({
    code: 0,
    services: [{ report: { outcome: 'unchanged', sent: 0 } }],
  });
  const again = await place.verb('reset', 'v2');
  expect(again).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /reset_persistence_auth is "v2" already, so nothing is delivered again; leave the value out/,
    ),
  });
  expect(await asked('reset', 'v2')).toMatchObject({ services: [{ note: expect.stringContaining('already') }] });
  const marked = await place.verb('reset');
  expect(marked).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /reset_persistence_auth is "\d{4}-\d\d-\d\dT.*Z"; the next pull delivers everything again/,
    ),
  });
  expect(await asked('pull')).toMatchObject({ code: 0, services: [{ report: { outcome: 'delivered', sent: 30 } }] });
});

test('a held list makes pull and status exit 1; release lets it through once, with --now at once', async () => {
  expect(await asked('release')).toMatchObject({ code: 1, ok: false, error: { number: 702 } });
  world.ctci.serve({ rows: madeUpList(10, 'short') });
  expect(await asked('pull')).toMatchObject({
    code: 1,
    ok: false,
    services: [{ state: 'held', report: { outcome: 'held', sent: 0, held: { reason: 'shrunk' } } }],
  });
  const words = await place.verb('status');
  expect(words).toMatchObject({ code: 1, stdout: expect.stringMatching(/held since/) });
  expect(world.devo.lookup(LOOKUP)?.rows).toBe(30);
  // as the next pull will see it
  expect(await asked('release')).toMatchObject({ code: 2, error: { setting: '--yes' } }); // nobody can be asked here
  expect(await asked('release', '--yes', '--reason', 'the vendor was merged')).toMatchObject({
    code: 0,
    services: [{ held: { released: true } }],
  });
  expect(await asked('release', '--now', '--yes')).toMatchObject({
    code: 0,
    services: [
      {
        state: 'waiting',
        held: null,
        report: { outcome: 'delivered', received: 10, release: { reason: 'the vendor was merged' } },
      },
    ],
  });
  expect(byKey(world.devo.rows(LOOKUP))).toEqual(byKey(world.ctci.rows()));
});

test('diff and history tell what a pull delivered, from the histories', async () => {
  const diff = JSON.parse((await place.verb('diff', '--json')).stdout) as {
    diffs: { run: string; against: string | null; complete: boolean; rows: { key: string; kind: string }[] }[];
  };
  const [newest] = diff.diffs;
  expect(newest?.complete).toBe(true);
  const removed = newest!.rows.filter(({ kind }) => kind === 'removed');
  expect(removed).toHaveLength(20);
  const [gone] = removed;
  const row = await place.verb('history', gone!.key);
  expect(row).toMatchObject({ code: 0, stdout: expect.stringMatching(/ removed \(run /) });
  expect(row.stdout).toContain('in the pulls since 20');
  expect(await place.verb('history', newest!.run)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('the vendor was merged'),
  });
  const two = await place.verb('diff', newest!.against!, newest!.run);
  expect(two).toMatchObject({ code: 0, stdout: expect.stringContaining(`${newest!.rows.length} rows`) });
  expect(await place.verb('diff', 'no-such-run')).toMatchObject({ code: 2 });
});

test('open prints a link or where to look, and logs and diagnostics go without a Temporal', async () => {
  expect((await place.verb('open')).stdout).toContain('cewl');
  expect(await place.verb('diagnostics')).toMatchObject({ code: 0, stdout: expect.stringMatching(/\.tar\.gz\n$/) });
});

test('history tells who let a list through and why', async () => {
  const { stdout } = await place.verb('history');
  expect(stdout).toMatch(/released from \S+ at 20\S+Z: the vendor was merged/);
});

test('history shows the last pulls, the failed ones among them, newest last', async () => {
  world.ctci.fail({ fault: 'html', requests: 1 });
  expect(await asked('pull')).toMatchObject({
    code: 1,
    error: { number: 405 },
    services: [{ report: { outcome: 'failed' } }],
  });
  await asked('pull');
  const document = await asked('history', '--limit', '4');
  const pulls = document.services[0]?.pulls ?? [];
  expect(pulls.map((pull) => pull.outcome)).toEqual(['held', 'delivered', 'failed', 'unchanged']);
  expect(pulls[2]).toMatchObject({ error_number: 405, error: { number: 405, remedy: expect.any(String) } });
  const words = await place.verb('history');
  expect(words.stdout).toMatch(/STARTED +RECEIVED +CHANGES +SENT +TOOK +OUTCOME/);
  expect(words.stdout).toMatch(/failed \(.*405\)/);
});

test('explain prints an error of the catalogue, and exits 2 for one that is not there', async () => {
  expect(await place.verb('explain', '401')).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(/ApiError 401: CTCI refused the credentials\n\nCause: .+\nRemedy: .+/),
  });
  expect(await asked('explain', '401')).toMatchObject({ code: 0, ok: true, error: { number: 401 } });
  expect(await asked('explain', '999')).toMatchObject({ code: 2, ok: false, error: { number: 700 } });
});

test.each([
  [['pull', '--bogus']],
  [['nonsense']],
  [['pull', '--timeout', 'soon']],
  [['stop']],
  [['pull', '--service', 'other']],
  [['explain', 'x']],
])('wrong usage %j exits 2, with one line on stderr or one JSON document', async (args) => {
  const [words, json] = await Promise.all([place.verb(...args), asked(...args)]);
  expect(words).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/^(UsageError|SetupError) \d+: [^\n]+\n$/),
  });
  expect(json).toMatchObject({ code: 2, ok: false, error: { number: expect.any(Number), remedy: expect.any(String) } });
});

test('stop ends the cron and start goes on from its state, with a signal that it had not applied yet', async () => {
  expect(await asked('stop', '--yes')).toMatchObject({ code: 0, services: [{ state: 'stopped' }] });
  expect(await asked('pull')).toMatchObject({ code: 3, error: { number: 602 } });
  expect(await asked('start')).toMatchObject({
    code: 0,
    services: [{ note: expect.stringContaining('goes on from the state'), report: { outcome: 'unchanged', sent: 0 } }],
  });
  await asked('reset', 'v3');
  await asked('stop', '--yes');
  expect(await asked('start')).toMatchObject({
    code: 0,
    services: [{ report: { outcome: 'delivered', sent: 10, added: 0 } }],
  });
});

test('a changed period is named by start and applied by apply, which keeps state and waiting signal', async () => {
  place.configure(world, { service: { request_period_in_seconds: 7200 } });
  expect(await asked('start')).toMatchObject({
    code: 0,
    services: [{ cron: '@every 3600s', note: expect.stringMatching(/@every 3600s.*@every 7200s.*apply/) }],
  });
  const applied = await place.verb('apply');
  expect(applied).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('restarted with @every 7200s (was @every 3600s); its state was kept'),
  });
  expect(await asked('pull')).toMatchObject({
    code: 0,
    services: [{ cron: '@every 7200s', report: { outcome: 'unchanged', sent: 0 } }],
  });
  await asked('reset', 'v4');
  place.configure(world, { service: { request_period_in_seconds: 1800 } });
  await asked('apply');
  expect(await asked('pull')).toMatchObject({
    code: 0,
    services: [{ cron: '@every 1800s', report: { outcome: 'delivered', sent: 10 } }],
  });
  expect((await place.verb('apply')).stdout).toBe('ctci/cewl: runs as configured (@every 1800s)\n');
});

test('apply starts a new service and stops a removed one; what changes several asks for a choice', async () => {
  const second = {
    services: { second: { request_period_in_seconds: 3600, outputs: ['other_lookup'] } },
    outputs: {
      other_lookup: {
        type: 'devo_lookup',
        config: {
          url: world.devo.lookupApiUrl,
          domain: 'acme',
          token: 'devo-token-under-test',
          lookup_name: 'Other_list',
        },
      },
    },
  };
  place.configure(world, { service: { request_period_in_seconds: 1800 }, ...second });
  expect(await asked('apply')).toMatchObject({
    code: 0,
    services: [{ state: 'waiting' }, { service: 'second', state: 'waiting' }],
  });
  for (const verb of ['reset', 'release', 'stop'])
    expect(await asked(verb)).toMatchObject({ code: 2, error: { number: 701, setting: '--service' } });
  place.configure(world, { service: { request_period_in_seconds: 1800 } });
  const applied = await place.verb('apply');
  expect(applied).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(new RegExp(`${place.name}-1-ctci-second: stopped`)),
  });
  expect(await asked('status')).toMatchObject({ code: 0, services: [{ state: 'waiting' }] });
});

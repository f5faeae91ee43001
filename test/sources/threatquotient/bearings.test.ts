import { afterEach, expect, test } from '@jest/globals';
import { answerText } from '../../../simulators/http/answer';
import { listenLocally } from '../../../simulators/http/local-server';
import { PASSWORD, Service, threatq, USERNAME } from './rig';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const HOUR_AGO = Math.floor(Date.now() / 1000) - 3_600;

test.each(['window-in-filters', 'window-inclusive', 'window-ignored'] as const)(
  'the second that events begin at belongs to them, and the one before does not, with a server of the profile %s',
  async (name) => {
    const simulator = await threatq({ profile: { name } });
    simulator.create({ count: 1, at: HOUR_AGO - 1 });
    const [first] = simulator.create({ count: 1, at: HOUR_AGO });
    const service = new Service(simulator.url, {}, { notBefore: HOUR_AGO });
    await service.walk();
    expect(service.ids()).toEqual([first]);
  },
);

test.each(['window-in-filters', 'window-inclusive'] as const)(
  'what comes about in the second of the cursor is not lost without an overlap, with a server of the profile %s',
  async (name) => {
    const simulator = await threatq({ profile: { name } });
    simulator.create({ count: 3, at: HOUR_AGO });
    const service = new Service(simulator.url, {}, { notBefore: HOUR_AGO - 60, overlap: 0 });
    await service.walk();
    expect(service.progress.cursor).toBe(HOUR_AGO);
    const late = simulator.create({ count: 2, at: HOUR_AGO });
    expect((await service.walk()).map(({ row }) => row.id)).toEqual(late.map(String));
    expect(await service.walk()).toEqual([]);
  },
);

test.each([null, 0, -5, '', 'soon'])(
  'a token whose expires_in is %p is used for most of a minute, and no longer',
  async (expiresIn) => {
    let clock = Date.now();
    const simulator = await threatq({ now: () => clock, profile: { settings: { expiresIn } } });
    const service = new Service(simulator.url, { now: () => clock });
    const logins = (): number => simulator.state().counters.logins.accepted;
    await service.walk();
    clock += 53_000;
    await service.walk();
    expect(logins()).toBe(1);
    clock += 2_000;
    await service.walk();
    expect(logins()).toBe(2);
  },
);

test.each([
  ['total-text', 3],
  ['total-absent', null],
  ['window-in-filters', 3],
] as const)('of a server of the profile %s the count of a page is %p', async (name, total) => {
  const simulator = await threatq({ profile: { name } });
  simulator.create({ count: 3, at: HOUR_AGO });
  const { source } = new Service(simulator.url);
  const request = { place: { offset: 0, isAnchored: false }, limit: 1, bounds: { lower: 1, upper: HOUR_AGO + 1 } };
  const page = await source.fetchPage(request, { requests: 0 }, new AbortController().signal);
  expect([page.elements.length, page.total]).toEqual([1, total]);
});

test('a clock of ThreatQ that is far ahead does not take the cursor more than five minutes beyond ours', async () => {
  const simulator = await threatq({ profile: { name: 'clock-ahead' } });
  simulator.create({ count: 2 });
  const service = new Service(simulator.url);
  await service.walk();
  await service.walk();
  expect(service.ids()).toHaveLength(2);
  expect(service.progress.cursor).toBeLessThanOrEqual(Date.now() / 1000 + 301);
  const [next] = simulator.create({ count: 1 });
  expect((await service.walk()).map(({ row }) => row.id)).toEqual([String(next)]);
});

test('of a long answer to a query that fails an error has some words, and none that is secret', async () => {
  const token = 'a-token-that-no-text-may-show';
  const server = await listenLocally(
    (request, response) => {
      const isLogin = request.url?.startsWith('/api/token') === true;
      const echo = `Authorization: Bearer ${token}, ${PASSWORD} `.repeat(100);
      const text = isLogin ? JSON.stringify({ access_token: token }) : `No entry for you. ${echo}`;
      return Promise.resolve(answerText(response, isLogin ? 200 : 403, 'application/json', text));
    },
    0,
    () => undefined,
  );
  closers.push(() => server.close());
  const credentials = { username: USERNAME, password: PASSWORD, clientId: 'given-id-0123' };
  const error = await new Service(server.url, { credentials }).failure();
  expect([error.number, error.setting]).toEqual([400, 'inputs.threatq.credentials.password']);
  expect(error.message).toContain('No entry for you.');
  expect(error.seen.length).toBeLessThanOrEqual(1_000);
  expect(error.message).not.toContain(token);
  expect(error.message).not.toContain(PASSWORD);
});

test.each([429, 503] as const)(
  'status %s says when to come again as a number of seconds, as a date, or not at all',
  async (status) => {
    const simulator = await threatq();
    const service = new Service(simulator.url);
    const wait = async (retryAfter?: number | { dateIn: number }): Promise<number | null> => {
      simulator.fail({ fault: 'status', status, requests: 1, ...(retryAfter !== undefined && { retryAfter }) });
      const { retryable, retryAfterMs } = await service.failure();
      expect(retryable).toBe(true);
      return retryAfterMs;
    };
    expect(await wait()).toBeNull();
    expect(await wait(7)).toBe(7_000);
    const byDate = await wait({ dateIn: 60 });
    expect(byDate).toBeGreaterThan(30_000);
    expect(byDate).toBeLessThanOrEqual(61_000);
    expect(await service.walk()).toEqual([]);
  },
);

test.each(['two-step', 'login-400'] as const)(
  'a login that a server of the profile %s refuses tells that it takes a local or LDAP user',
  async (name) => {
    const simulator = await threatq({ profile: { name } });
    const credentials = { username: USERNAME, password: name === 'two-step' ? PASSWORD : `wrong for ${name}` };
    const report = (await new Service(simulator.url, { credentials }).failure()).report();
    expect(report).toMatchObject({ number: 100 });
    expect(report.remedy).toContain('a local or LDAP user of ThreatQ, without single sign-on or two-step verification');
  },
);

test('each update of an event is delivered, within what is remembered and long after it', async () => {
  let clock = (HOUR_AGO - 3_600) * 1000;
  const simulator = await threatq({ now: () => clock });
  const service = new Service(simulator.url, { now: () => clock }, { notBefore: HOUR_AGO - 7_200 });
  const [id] = simulator.create({ count: 1 });
  const deliveries = async (): Promise<readonly (string | null)[]> => (await service.walk()).map(({ row }) => row.id);
  expect(await deliveries()).toEqual([String(id)]);
  for (const seconds of [10, 30, 3_000]) {
    clock += seconds * 1000;
    const [other] = simulator.create({ count: 1 });
    expect(await deliveries()).toEqual([String(other)]);
    simulator.update([id!]);
    expect(await deliveries()).toEqual([String(id)]);
    expect(await deliveries()).toEqual([]);
  }
  expect(service.progress.seen.size).toBeLessThanOrEqual(3); // the rest is forgotten
});

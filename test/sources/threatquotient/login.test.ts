import { beforeEach, expect, test } from '@jest/globals';
import { errorInWords } from '../../../errors/error-report';
import { PASSWORD, Service, threatq, USERNAME } from './rig';

/** Of each test its own: refused credentials are remembered by address too, and a port may come again. */
let wrong = { credentials: { username: USERNAME, password: 'an old one' } };
let tests = 0;
beforeEach(() => {
  tests += 1;
  wrong = { credentials: { username: USERNAME, password: `an old one, ${tests}` } };
});

test.each(['bearer', 'BEARER', 'mac', ''])(
  'a token whose type is said to be %p is sent with the scheme that ThreatQ knows',
  async (tokenType) => {
    const simulator = await threatq({ profile: { settings: { tokenType } }, backlog: { count: 2, overSeconds: 10 } });
    expect(await new Service(simulator.url).walk()).toHaveLength(2);
    expect(simulator.state().counters.logins).toMatchObject({ accepted: 1, tokensRefused: 0 });
  },
);

test("a first walk logs in once and reads config.js once, in the words of Devo's collector", async () => {
  const simulator = await threatq({ backlog: { count: 1, overSeconds: 10 } });
  const service = new Service(simulator.url);
  await service.source.authenticate({ requests: 0 }, new AbortController().signal);
  expect(service.lines).toEqual([
    'info We do not have a token. Getting a new one from the server.',
    'info Attempting to get OAuth2 token from ThreatQuotient server....',
    'info Attempting to get from client_id ThreatQuotient server....',
    `info Successfully received a client_id token from ${simulator.url}/assets/js/config.js`,
    `info Successfully received JWT token from ${simulator.url}/api/token which expires in 3599 seconds`,
  ]);
  await service.walk();
  await service.walk();
  expect(simulator.state().counters.requests).toMatchObject({ '/assets/js/config.js': 1, '/api/token': 1 });
});

test('refused credentials are not tried again, by no service, before half an hour has passed', async () => {
  let clock = Date.now();
  const simulator = await threatq({ now: () => clock });
  const options = { ...wrong, now: () => clock };
  const first = await new Service(simulator.url, options).failure();
  expect([first.number, first.setting, first.retryable]).toEqual([100, 'inputs.threatq.credentials.password', false]);
  for (let attempt = 0; attempt < 20; attempt += 1) {
    clock += 60_000;
    const next = await new Service(simulator.url, options).failure();
    expect([next.number, next.message]).toEqual([
      100,
      expect.stringMatching(/not tried again before something changes or \d+ minutes/),
    ]);
  }
  expect(simulator.state().counters.requests['/api/token']).toBe(1);
  clock += 11 * 60_000;
  await new Service(simulator.url, options).failure();
  expect(simulator.state()).toMatchObject({ lockedUntil: null, counters: { logins: { refused: 2 } } });
});

test('another password is tried at once', async () => {
  const simulator = await threatq({ backlog: { count: 2, overSeconds: 10 } });
  await new Service(simulator.url, wrong).failure();
  expect(await new Service(simulator.url).walk()).toHaveLength(2);
});

test('a locked account has an error of its own', async () => {
  const simulator = await threatq({ profile: { settings: { lockAfter: 1 } } });
  await new Service(simulator.url, wrong).failure();
  const error = await new Service(simulator.url).failure();
  expect([error.number, error.message]).toEqual([104, expect.stringContaining('locked because of too many')]);
});

test.each([400, 401, 403] as const)('a login that is refused with %s is error 100', async (status) => {
  const simulator = await threatq({ profile: { settings: { refusedLogin: status } } });
  const error = await new Service(simulator.url, wrong).failure();
  expect([error.number, error.message]).toEqual([100, expect.stringContaining(`status ${String(status)}`)]);
});

test('a login that fails for another reason may be tried again soon', async () => {
  const simulator = await threatq({ backlog: { count: 2, overSeconds: 10 } });
  const service = new Service(simulator.url);
  for (const status of [429, 500, 503]) {
    simulator.fail({ fault: 'status', status, on: 'token', requests: 1, retryAfter: 7 });
    expect(await service.failure()).toMatchObject({ number: 100, retryable: true, retryAfterMs: 7000 });
  }
  simulator.fail({ fault: 'status', status: 503, on: 'config', requests: 1 });
  expect(await new Service(simulator.url).failure()).toMatchObject({ number: 101, retryable: true });
  expect(await service.walk()).toHaveLength(2);
});

test('a token is renewed ahead of its end, and never used beyond 50 minutes', async () => {
  let clock = Date.now();
  const simulator = await threatq({
    now: () => clock,
    profile: { settings: { expiresIn: 172_799, tokenSeconds: 172_799 } },
  });
  const service = new Service(simulator.url, { now: () => clock });
  const logins = (): number => simulator.state().counters.logins.accepted;
  await service.walk();
  clock += 49 * 60_000;
  await service.walk();
  expect(logins()).toBe(1);
  clock += 61_000;
  await service.walk();
  expect(logins()).toBe(2);
  simulator.setProfile({ settings: { expiresIn: 600, tokenSeconds: 600 } });
  clock += 51 * 60_000;
  await service.walk();
  clock += 541_000;
  await service.walk();
  expect([logins(), simulator.state().counters.logins.tokensRefused]).toEqual([4, 0]);
});

test('a token that dies in the middle of a walk is replaced once, and the same page asked for again', async () => {
  const simulator = await threatq({ backlog: { count: 250, overSeconds: 10_000 } });
  const service = new Service(simulator.url);
  service.onBatch = () => {
    if (service.delivered.length === 0) simulator.forgetTokens();
  };
  expect(await service.walk()).toHaveLength(250);
  expect(simulator.state().counters.logins).toMatchObject({ accepted: 2, tokensRefused: 1 });
});

test('401 for ever is error 400 after one new login, and what was delivered stays so', async () => {
  const simulator = await threatq({ backlog: { count: 250, overSeconds: 10_000 } });
  const service = new Service(simulator.url);
  simulator.fail({ fault: 'status', status: 401, laterPages: true });
  const error = await service.failure();
  expect([error.number, error.message]).toEqual([400, expect.stringContaining('status 401')]);
  expect([simulator.state().counters.logins.accepted, service.delivered.length]).toEqual([2, 100]);
  simulator.clearFaults();
  await service.walk();
  expect(new Set(service.ids()).size).toBe(250);
  expect(service.delivered).toHaveLength(250);
});

test.each(['bare', 'null', 'array'] as const)(
  'an answer to the login of the form %s holds no token: error 105',
  async (form) => {
    const simulator = await threatq();
    simulator.fail({ fault: 'answer', form, on: 'token' });
    expect(await new Service(simulator.url).failure()).toMatchObject({ number: 105, retryable: false });
  },
);

test('a login is never sent to where a redirect leads', async () => {
  const simulator = await threatq();
  simulator.fail({ fault: 'redirect', to: `${simulator.url}/api/token`, on: 'token' });
  expect(await new Service(simulator.url).failure()).toMatchObject({ number: 476 });
  expect(simulator.state().counters.requests['/api/token']).toBe(1);
});

test('no error and no line shows the password or a token', async () => {
  const texts: string[] = [];
  const lines: string[] = [];
  for (const fault of ['html', 'cut', 'not-json', 'error-in-body', 'truncated-json'] as const) {
    for (const on of ['token', 'config', 'query'] as const) {
      const simulator = await threatq({ profile: { settings: { errorBody: 'text' } } });
      const service = new Service(simulator.url);
      simulator.fail({ fault, on, requests: 1 });
      texts.push(
        await service.walk().then(
          () => '',
          (error: unknown) =>
            error instanceof Error ? `${error.message} ${String(error.stack)} ${JSON.stringify(error)}` : '',
        ),
      );
      lines.push(...service.lines);
    }
  }
  const simulator = await threatq();
  texts.push(
    errorInWords(
      (
        await new Service(simulator.url, {
          credentials: { username: USERNAME, password: PASSWORD, clientId: 'none-such' },
        }).failure()
      ).report(),
    ),
  );
  const all = [...texts, ...lines].join('\n');
  for (const form of [
    PASSWORD,
    encodeURIComponent(PASSWORD),
    JSON.stringify(PASSWORD).slice(1, -1),
    Buffer.from(PASSWORD).toString('base64').slice(0, 20),
  ]) {
    expect(all).not.toContain(form);
  }
});

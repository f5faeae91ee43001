import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { type CtciServer, json, type SeenRequest } from './ctci-server';
import { failureOf, fetchFull, keptRows, never, server, source } from './rig';
import type { ListSource } from '../../sources/source';

const NOW = 1_700_000_000_000;
const PASSWORD = 'pä"ss wörd/+=';
const LIST = { data: [{ cve: 'CVE-1' }] };

function jwt(claims: unknown): string {
  const part = (json: string): string => Buffer.from(json).toString('base64url');
  return `${part('{"alg":"HS256"}')}.${part(JSON.stringify(claims))}.c2ln`;
}

/** Of each test its own: refused credentials are remembered by address too, and a port may come again. */
let username = '';
let tests = 0;
beforeEach(() => {
  tests += 1;
  username = `ann-${tests}`;
});

/** An API that gives the tokens of a list, one a login, and takes only the last one given. */
async function apiWithLogin(tokens: string[], onLogin?: (response: ServerResponse) => void): Promise<CtciServer> {
  let given = 'none';
  return server((request, response) => {
    if (request.url !== '/api/v1/login') {
      const isKnown = request.headers.authorization === `Bearer ${given}`;
      json(
        response,
        isKnown ? LIST : { status_code: 401, error: 'ExpiredAccessError', message: 'access permission has expired' },
        isKnown ? 200 : 401,
      );
      return;
    }
    if (onLogin) {
      onLogin(response);
      return;
    }
    given = tokens.shift() ?? 'no more';
    json(response, { access_token: given, id: 23, roles: 'web' });
  });
}

function loggedIn(url: string, now = (): number => NOW): ListSource {
  return source(url, { credentials: { kind: 'login', username, password: PASSWORD }, now });
}

function paths(seen: readonly SeenRequest[]): string[] {
  return seen.map((request) => `${request.method} ${request.url}`);
}

test('a token of the portal is used as it is, without a request', async () => {
  const ctci = await server((_request, response) => json(response, LIST));

  expect(await source(ctci.url).authenticate(never)).toEqual({ tokenExpiresAt: null, requests: 0, renews: false });
  expect(ctci.seen).toHaveLength(0);
});

test('a token that a header cannot hold is refused before anything is sent', async () => {
  const ctci = await server((_request, response) => json(response, LIST));
  for (const apiToken of ['', 'a\nb', 'a–b', ' a', 'a ']) {
    const error = await failureOf(source(ctci.url, { credentials: { kind: 'token', apiToken } }).authenticate(never));
    expect(error).toMatchObject({ id: 'api_token_type', setting: 'inputs.ctci.credentials.api_token' });
  }
  expect(ctci.seen).toHaveLength(0);
});

test('a login sends username and password as JSON, and its token goes with the request for the list', async () => {
  const token = jwt({ exp: NOW / 1000 + 900 });
  const ctci = await apiWithLogin([token]);
  const from = loggedIn(ctci.url);

  expect(await from.authenticate(never)).toMatchObject({ tokenExpiresAt: '2023-11-14T22:28:20.000Z', requests: 1 });
  expect(await fetchFull(from)).toMatchObject({ received: 1, requests: 1 });

  expect(paths(ctci.seen)).toEqual(['POST /api/v1/login', 'GET /api/v1/cewl']);
  expect(JSON.parse(ctci.seen[0]?.body ?? '')).toEqual({ username, password: PASSWORD });
  expect(ctci.seen[0]?.headers['content-type']).toBe('application/json');
  expect(ctci.seen[1]?.headers).toMatchObject({ authorization: `Bearer ${token}` });
  expect(ctci.seen[1]?.headers['x-api-key']).toBeUndefined();
});

test('a token is renewed a minute before it ends, not earlier', async () => {
  let now = NOW;
  const ctci = await apiWithLogin([jwt({ exp: NOW / 1000 + 900 }), jwt({ exp: NOW / 1000 + 1800 })]);
  const from = loggedIn(ctci.url, () => now);

  await fetchFull(from);
  now = NOW + 839_000;
  await fetchFull(from);
  expect(paths(ctci.seen).filter((path) => path.startsWith('POST'))).toHaveLength(1);

  now = NOW + 840_000;
  expect(await fetchFull(from)).toMatchObject({ requests: 2 });
  expect(paths(ctci.seen).filter((path) => path.startsWith('POST'))).toHaveLength(2);
});

test('a token that does not say when it ends is used until it is refused, then renewed once', async () => {
  const ctci = await apiWithLogin(['opaque-1', 'opaque-2', 'opaque-3']);
  const from = loggedIn(ctci.url);

  expect(await from.authenticate(never)).toMatchObject({ tokenExpiresAt: null, requests: 1 });
  await loggedIn(ctci.url).authenticate(never); // another login ends the first token
  expect(await fetchFull(from)).toMatchObject({ received: 1, requests: 3 });
  expect(paths(ctci.seen)).toEqual([
    'POST /api/v1/login',
    'POST /api/v1/login',
    'GET /api/v1/cewl',
    'POST /api/v1/login',
    'GET /api/v1/cewl',
  ]);
});

test('a fresh token that is refused ends the pull', async () => {
  const ctci = await server((request, response) => {
    if (request.method === 'POST') json(response, { access_token: 'opaque' });
    else json(response, {}, 401);
  });

  const error = await failureOf(loggedIn(ctci.url).fetchList({ digest: null }, never, keptRows));

  expect(error).toMatchObject({
    id: 'ctci_unauthorized',
    setting: 'inputs.ctci.credentials.password',
    retryable: false,
  });
  expect(paths(ctci.seen)).toEqual([
    'POST /api/v1/login',
    'GET /api/v1/cewl',
    'POST /api/v1/login',
    'GET /api/v1/cewl',
  ]);
});

test('callers at the same time share one login, and one that gives up does not end it for the others', async () => {
  const waiting: ServerResponse[] = [];
  const giveUp = new AbortController();
  const ctci = await apiWithLogin([], (response) => {
    waiting.push(response);
    giveUp.abort(new Error('enough'));
  });
  const from = loggedIn(ctci.url);

  const calls = [from.authenticate(giveUp.signal), from.authenticate(never), from.authenticate(never)];
  await expect(calls[0]).rejects.toThrow('enough');
  json(waiting[0]!, { access_token: 'opaque' });

  expect((await Promise.all(calls.slice(1))).map((session) => session.tokenExpiresAt)).toEqual([null, null]);
  expect(ctci.seen).toHaveLength(1);
});

test.each([
  [
    'a refusal',
    401,
    { status_code: 401, error: 'AuthenticationError', message: 'bad password' },
    'ctci_login_failed',
    false,
  ],
  ['a forbidden user', 403, {}, 'ctci_login_failed', false],
  ['an answer without token', 200, { status: 200 }, 'ctci_login_failed', false],
  ['a token that a header cannot hold', 200, { access_token: 'a\r\nb' }, 'ctci_login_failed', false],
  ['a page', 200, '<html>', 'ctci_login_failed', false],
  ['a fault of the server', 503, {}, 'ctci_server_error', true],
  ['too many logins', 429, {}, 'ctci_rate_limited', true],
])('a login that is answered with %s is named', async (_what, status, body, id, retryable) => {
  const ctci = await apiWithLogin([], (response) => json(response, body, status));
  const from = loggedIn(ctci.url);

  expect(await failureOf(from.fetchList({ digest: null }, never, keptRows))).toMatchObject({ id, retryable });
  expect(await failureOf(from.authenticate(never))).toMatchObject({ id, retryable });
});

test('neither password nor token comes into an error, however the server writes them', async () => {
  const escaped = JSON.stringify(PASSWORD).replace(/[^\0-\x7f]/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`);
  const token = jwt({ exp: NOW / 1000 + 900 });
  const bodies = [
    PASSWORD,
    JSON.stringify({ error: PASSWORD }),
    `{"x":${escaped}}`,
    encodeURIComponent(PASSWORD),
    Buffer.from(PASSWORD).toString('base64'),
  ];
  for (const body of bodies) {
    const ctci = await apiWithLogin([], (response) => json(response, body, 401));
    const error = await failureOf(loggedIn(ctci.url).authenticate(never));
    expect(error.message).toContain('[redacted]');
    expect(inspect(error, { depth: 20 })).not.toMatch(/rd\/\+|w%C3|w\\u00f6rd|c8O2cmQ/);
  }
  const echo = await server((request, response) => {
    if (request.method === 'POST') json(response, { access_token: token });
    else json(response, { message: `bad ${request.headers.authorization}` }, 403);
  });
  expect((await failureOf(loggedIn(echo.url).fetchList({ digest: null }, never, keptRows))).message).toContain(
    'says "bad Bearer [redacted]"',
  );
});

test('requests are spaced as configured', async () => {
  const times: number[] = [];
  const ctci = await server((_request, response) => {
    times.push(performance.now());
    json(response, LIST);
  });
  const from = source(ctci.url, { requestsPerSecond: 10 });

  const start = performance.now();
  await Promise.all([fetchFull(from), fetchFull(from), fetchFull(from)]);

  expect(times).toHaveLength(3);
  for (const [index, time] of times.entries()) expect(time - start).toBeGreaterThan(index * 100 - 10);
});

test('a login that is not answered is told as what it is, and may be tried again', async () => {
  const ctci = await apiWithLogin([], () => undefined);
  const ctciSource = source(ctci.url, {
    credentials: { kind: 'login', username, password: PASSWORD },
    totalTimeoutMs: 100,
  });
  const error = await failureOf(ctciSource.authenticate(never));
  expect(error).toMatchObject({
    id: 'ctci_timeout',
    retryable: true,
    message: expect.stringMatching(/POST .*\/api\/v1\/login: not complete within 0.1 s/),
  });
});

describe('credentials that were refused', () => {
  const HALF_AN_HOUR_MS = 30 * 60_000;
  const REFUSED = { status_code: 401, error: 'AuthenticationError', message: 'bad password' };

  test.each([
    ['status 401', 401, REFUSED],
    ['status 403', 403, REFUSED],
    ['status 200 with an error in the body', 200, REFUSED],
    ['a locked account', 423, {}],
  ])('by %s are not tried a second time before half an hour has passed, by no service', async (_what, status, body) => {
    let now = NOW;
    const ctci = await apiWithLogin([], (response) => json(response, body, status));
    const services = [loggedIn(ctci.url, () => now), loggedIn(ctci.url, () => now)];

    const first = await failureOf(services[0]!.authenticate(never));
    for (now = NOW; now < NOW + HALF_AN_HOUR_MS; now += 60_000) {
      for (const service of services) {
        const again = await failureOf(service.authenticate(never));
        expect(again).toMatchObject({ id: 'ctci_login_failed', setting: first.setting, retryable: false });
        expect(again.message).toContain('refused at 2023-11-14T22:13Z, and not tried again before 2023-11-14T22:43Z');
      }
    }
    expect(ctci.seen).toHaveLength(1);

    now = NOW + HALF_AN_HOUR_MS;
    await failureOf(services[1]!.authenticate(never));
    expect(ctci.seen).toHaveLength(2);
  });

  test('are tried once by services that start together', async () => {
    const ctci = await apiWithLogin([], (response) => json(response, REFUSED, 401));
    const failures = await Promise.all([1, 2, 3].map(() => failureOf(loggedIn(ctci.url).authenticate(never))));
    expect(failures.map(({ id }) => id)).toEqual(Array(3).fill('ctci_login_failed'));
    expect(ctci.seen).toHaveLength(1);
  });

  test('are tried at once when they have changed', async () => {
    const ctci = await apiWithLogin([], (response) => json(response, REFUSED, 401));
    await failureOf(loggedIn(ctci.url).authenticate(never));
    const other = source(ctci.url, {
      credentials: { kind: 'login', username, password: 'another password' },
      now: () => NOW,
    });
    await failureOf(other.authenticate(never));
    expect(ctci.seen).toHaveLength(2);
  });

  test.each([
    ['a fault of the server', 503, {}],
    ['a wrong address', 404, {}],
    ['a page that stands before the API', 403, '<html>'],
    ['an answer without token', 200, { status: 200 }],
  ])('are not what %s tells: the next pull tries again', async (_what, status, body) => {
    const ctci = await apiWithLogin([], (response) => json(response, body, status));
    const from = loggedIn(ctci.url);
    await failureOf(from.authenticate(never));
    await failureOf(from.authenticate(never));
    expect(ctci.seen).toHaveLength(2);
  });
});

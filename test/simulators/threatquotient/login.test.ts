import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startThreatquotientSimulator } from '../../../simulators/threatquotient/start-threatquotient-simulator';
import type { ThreatquotientSimulator } from '../../../simulators/threatquotient/threatquotient-simulator';
import { ask, CLIENT_ID, logIn, PASSWORD, query, tokenOf, USERNAME } from './threatquotient-client';

let simulator: ThreatquotientSimulator;
let clock = Date.now();

beforeEach(async () => {
  clock = Date.now();
  simulator = await startThreatquotientSimulator({ username: USERNAME, password: PASSWORD, now: () => clock });
});
afterEach(() => simulator.close());

const person = { email: USERNAME, password: PASSWORD };
const client = { grant_type: 'password', client_id: CLIENT_ID };

const PLACEMENTS = {
  query: { method: 'POST', query: new URLSearchParams(client).toString(), body: person },
  json: { method: 'POST', body: { ...client, ...person } },
  form: {
    method: 'POST',
    body: new URLSearchParams({ ...client, ...person }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  },
} as const;

test.each(['query', 'json', 'form'] as const)(
  'a server that wants the parameters as %s refuses the other two',
  async (wanted) => {
    simulator.setProfile({ settings: { tokenRequest: wanted } });
    for (const given of ['query', 'json', 'form'] as const) {
      const { status } = await ask(simulator, '/api/token', PLACEMENTS[given]);
      expect([given, status]).toEqual([given, given === wanted ? 200 : 400]);
    }
  },
);

test('a login gives a bearer token that opens the query until its time is over', async () => {
  const answer = await logIn(simulator);
  expect(JSON.parse(answer.data)).toEqual({
    access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    token_type: 'Bearer',
    expires_in: 3599,
    refresh_token: expect.any(String),
  });
  const token = await tokenOf(simulator);
  expect((await query(simulator, token)).status).toBe(200);
  clock += 3_600_000;
  expect((await query(simulator, token)).status).toBe(401);
});

test('a scheme in lower case, a wrong token and none are refused with 401', async () => {
  const token = await tokenOf(simulator);
  for (const authorization of [`bearer ${token}`, 'Bearer something', '']) {
    expect((await query(simulator, '', { headers: { authorization } })).status).toBe(401);
  }
  simulator.forgetTokens();
  expect((await query(simulator, token)).status).toBe(401);
  expect(simulator.state().counters.logins.tokensRefused).toBe(4);
});

test('the fifth wrong password locks the account for half an hour, for the right password too', async () => {
  for (let attempt = 0; attempt < 5; attempt += 1) expect((await logIn(simulator, 'wrong')).status).toBe(400);
  expect(simulator.state().lockedUntil).not.toBeNull();
  const locked = await logIn(simulator);
  expect([locked.status, locked.data]).toEqual([400, expect.stringContaining('locked')]);
  expect(simulator.state().counters.logins).toMatchObject({ refused: 6, whileLocked: 1 });
  clock += 1_800_000;
  expect((await logIn(simulator)).status).toBe(200);
  expect(simulator.state().lockedUntil).toBeNull();
});

test('four wrong passwords and a right one start the count anew, and unlock opens at once', async () => {
  for (const password of ['a', 'b', 'c', 'd', PASSWORD, 'e']) await logIn(simulator, password);
  expect(simulator.state().lockedUntil).toBeNull();
  for (const password of ['a', 'b', 'c', 'd']) await logIn(simulator, password);
  expect(simulator.state().lockedUntil).not.toBeNull();
  simulator.unlock();
  expect((await logIn(simulator)).status).toBe(200);
});

test('a refresh token is the same at each login, another at each where they rotate, or is not given', async () => {
  const given = async (): Promise<unknown> =>
    (JSON.parse((await logIn(simulator)).data) as Record<string, unknown>)['refresh_token'];
  const first = await given();
  expect(await given()).toBe(first);
  simulator.setProfile({ name: 'refresh-token-rotated' });
  expect(new Set([first, await given(), await given()]).size).toBe(3);
  simulator.setProfile({ name: 'no-refresh-token' });
  expect(await given()).toBeUndefined();
});

test('a parameter of the login that is given twice is refused', async () => {
  const query = `${PLACEMENTS.query.query}&grant_type=password`;
  expect((await ask(simulator, '/api/token', { ...PLACEMENTS.query, query })).status).toBe(400);
  simulator.setProfile({ name: 'token-form' });
  const body = `${PLACEMENTS.form.body}&email=someone`;
  expect((await ask(simulator, '/api/token', { ...PLACEMENTS.form, body })).status).toBe(400);
});

test('a client id that is not known is refused, and does not count towards the lock', async () => {
  for (let attempt = 0; attempt < 6; attempt += 1) expect((await logIn(simulator, PASSWORD, 'stale')).status).toBe(400);
  expect(simulator.state().lockedUntil).toBeNull();
});

test.each([
  ['username in place of email', { ...PLACEMENTS.query, body: { username: USERNAME, password: PASSWORD } }],
  ['another grant', { ...PLACEMENTS.query, query: `grant_type=client_credentials&client_id=${CLIENT_ID}` }],
  ['no content type of JSON', { ...PLACEMENTS.query, headers: { 'content-type': 'text/plain' } }],
  ['a body that is no JSON', { ...PLACEMENTS.query, body: '{' }],
  ['GET', { ...PLACEMENTS.query, method: 'GET' as const }],
])('%s is refused', async (_, asked) => {
  expect((await ask(simulator, '/api/token', asked)).status).toBeGreaterThanOrEqual(400);
});

test.each([
  ['login-401', { status: 401 }],
  ['login-403', { status: 403 }],
  ['no-refresh-token', { answer: { refresh_token: undefined } }],
  ['expires-in-1', { answer: { expires_in: 1 } }],
  ['expires-in-huge', { answer: { expires_in: 172_799 } }],
  ['expires-in-text', { answer: { expires_in: '3599' } }],
  ['expires-in-0', { answer: { expires_in: 0 } }],
  ['expires-in-absent', { answer: { expires_in: undefined } }],
  ['two-step', { status: 400 }],
] as const)('the profile %s answers a login in its way', async (name, seen) => {
  simulator.setProfile({ name });
  if ('answer' in seen) {
    const answer = JSON.parse((await logIn(simulator)).data) as Record<string, unknown>;
    for (const [member, value] of Object.entries(seen.answer)) expect(answer[member]).toBe(value);
    return;
  }
  const refused = await logIn(simulator, name === 'two-step' ? PASSWORD : 'wrong');
  expect(refused.status).toBe(seen.status);
});

test.each([
  ['object', /"client_id": "y5m0/],
  ['assignment', /clientId = 'y5m0/],
  ['minified', /clientId:`y5m0/],
  ['two-ids', /client_id: "y5m0.*clientId: "p1o2/],
  ['none', /"auth": "sso"/],
  ['stale', /"client_id": "k7gq/],
] as const)('config.js gives the id in the form %s', async (clientIdPage, text) => {
  simulator.setProfile({ settings: { clientIdPage } });
  const page = await ask(simulator, '/assets/js/config.js');
  expect([page.status, page.data]).toEqual([200, expect.stringMatching(text)]);
});

test('config.js can be a page for logging in, or not be there', async () => {
  simulator.setProfile({ name: 'config-login-page' });
  const page = await ask(simulator, '/assets/js/config.js');
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  simulator.setProfile({ name: 'config-missing' });
  expect((await ask(simulator, '/assets/js/config.js')).status).toBe(404);
});

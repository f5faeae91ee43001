import { expect, test } from '@jest/globals';
import { PROFILES, type ProfileName } from '../../../simulators/threatquotient/profile';
import type { ThreatquotientOptions } from '../../../sources/threatquotient/threatquotient-options';
import { Service, threatq } from './rig';

/** What a profile needs to be told of in the configuration, because nothing may be tried in turn. */
const SETTINGS: Partial<Record<ProfileName, Partial<ThreatquotientOptions>>> = {
  'token-json': { tokenRequest: 'json' },
  'token-form': { tokenRequest: 'form' },
  'window-in-criteria': { queryWindow: 'criteria' },
  'zone-shifted': { zoneMinutes: 120 },
};

/** Profiles that end in an error: its number, and what the words must hold. */
const REFUSED: Partial<Record<ProfileName, readonly [number, RegExp]>> = {
  'limit-refused': [400, /status 400.*limit must not be above 100/],
  'config-without-id': [102, /config\.js/],
  'config-login-page': [102, /text\/html/],
  'config-missing': [101, /status 404.*credentials\.client_id/],
  'config-stale-id': [100, /invalid_client.*credentials\.client_id/],
  'empty-null': [478, /"data":null/],
  'empty-missing': [478, /"total":0/],
  'empty-bare': [478, /\{\}/],
  'no-rights': [478, /\{\}/],
  'two-step': [100, /Two-step verification/],
  'redirects-to-https': [471, /GET https:.*TLS fails/], // followed for the page, and nobody speaks TLS there
};

const WITH_EVENTS = Object.keys(PROFILES).filter((name): name is ProfileName => !Object.hasOwn(REFUSED, name));

test.each(WITH_EVENTS)(
  'with a server of the profile %s every event is delivered once, and then nothing',
  async (name) => {
    // Of a year ago, so that no clock and no lag of the index hides them.
    const simulator = await threatq({ backlog: { count: 250, overSeconds: 10_000 }, customTypes: ['Brand Abuse'] });
    const expected = simulator.events().map(({ id }) => id);
    simulator.setProfile({ name });
    const url = `${simulator.url}${simulator.state().profile.pathPrefix}`;
    const service = new Service(url, SETTINGS[name]);
    await service.walk();
    if (name === 'clock-behind' || name === 'index-lag') await service.walk();
    const ids = service.ids();
    expect(new Set(ids).size).toBe(ids.length);
    if (name !== 'clock-behind') expect([...ids].sort()).toEqual([...expected].sort());
    else expect(ids.length).toBeGreaterThan(200); // what its clock calls future comes when the time has come
    expect(await service.walk()).toEqual([]);
  },
);

test.each(Object.entries(REFUSED))(
  'with a server of the profile %s nothing is delivered, and error %p says why',
  async (name, [number, words]) => {
    const count = /empty/.test(name) ? 0 : 3;
    const simulator = await threatq({ profile: { name: name }, backlog: { count, overSeconds: 100 } });
    const service = new Service(simulator.url, {}, { limit: 500 });
    const before = service.progress.cursor;
    const error = await service.failure();
    expect([error.number, error.message]).toEqual([number, expect.stringMatching(words)]);
    expect(service.progress.cursor).toBe(before);
  },
);

test('a login is not redirected, not even to https', async () => {
  const simulator = await threatq({ profile: { name: 'redirects-to-https' } });
  const credentials = { username: 'collector@example.com', password: 'secret', clientId: 'given-id-0123' };
  const error = await new Service(simulator.url, { credentials }).failure();
  expect([error.number, error.message]).toEqual([476, expect.stringContaining('redirect to https://')]);
});

test('a client id that is given wins, and config.js is not asked for', async () => {
  const simulator = await threatq({
    profile: { name: 'config-missing' },
    clientId: 'given-id-0123',
    backlog: { count: 3, overSeconds: 100 },
  });
  const service = new Service(simulator.url, {
    credentials: { username: 'collector@example.com', password: 'canary "p&ss+wörd"/9', clientId: 'given-id-0123' },
  });
  expect(await service.walk()).toHaveLength(3);
  expect(simulator.state().counters.requests).toEqual({ '/api/token': 1, '/api/events/query': 1 });
});

test('GET is sent where it is chosen', async () => {
  const simulator = await threatq({ profile: { name: 'get-and-post' }, backlog: { count: 3, overSeconds: 100 } });
  expect(await new Service(simulator.url, { queryMethod: 'GET' }).walk()).toHaveLength(3);
});

test.each(['cursor-any-sort', 'cursor-needs-id', 'offset-only'] as const)(
  'paging by marks with a server of the profile %s',
  async (name) => {
    const simulator = await threatq({ profile: { name }, backlog: { count: 250, overSeconds: 10_000 } });
    const service = new Service(simulator.url, { paging: 'cursor' });
    expect(await service.walk()).toHaveLength(250);
    expect(service.source.paging()).toBe(name === 'offset-only' ? 'offset' : 'cursor');
    expect(await service.walk()).toEqual([]);
  },
);

test('attributes and sources are asked for, and missed in words where a server refuses the columns', async () => {
  const simulator = await threatq({ backlog: { count: 30, overSeconds: 100 } });
  const [whole] = await new Service(simulator.url).walk();
  expect(JSON.parse(String(whole!.body))).toMatchObject({
    attributes: expect.any(Array),
    sources: expect.any(Array),
    indicators: expect.any(Array),
  });
  for (const name of ['fields-refused', 'fields-broken', 'fields-no-star'] as const) {
    simulator.setProfile({ name });
    const service = new Service(simulator.url);
    const [bare] = await service.walk();
    expect(JSON.parse(String(bare!.body))).not.toHaveProperty('attributes');
    expect(service.lines).toContainEqual(
      expect.stringMatching(/^warn ThreatQ is not asked for named columns any more/),
    );
  }
});

test('a fault that passes does not make the collector give up the names of columns', async () => {
  const simulator = await threatq({ backlog: { count: 30, overSeconds: 100 } });
  simulator.fail({ fault: 'status', status: 500, requests: 1 });
  const [event] = await new Service(simulator.url).walk();
  expect(JSON.parse(String(event!.body))).toHaveProperty('attributes');
});

test.each(['type-text', 'type-absent', 'fields-old'] as const)(
  'types are known by name with a server of the profile %s',
  async (name) => {
    const simulator = await threatq({ profile: { name } });
    simulator.create({ count: 1, type: 'Malware' });
    simulator.create({ count: 2, type: 'Brand Abuse' });
    const service = new Service(simulator.url);
    expect((await service.walk()).map(({ type }) => type)).toEqual(['Malware', 'Brand Abuse', 'Brand Abuse']);
    const asked = simulator.state().counters.requests['/api/event/types'] ?? 0;
    expect(asked).toBe(name === 'type-absent' ? 1 : 0);
    simulator.create({ count: 1, type: 'New Kind' });
    expect((await service.walk()).map(({ type }) => type)).toEqual(['New Kind']);
  },
);

test('a type that the server has no name for is asked for again after ten minutes, and not at each page', async () => {
  let clock = Date.now();
  const simulator = await threatq({ profile: { name: 'type-absent' }, now: () => clock });
  const service = new Service(simulator.url, { now: () => clock });
  const asked = (): number => simulator.state().counters.requests['/api/event/types'] ?? 0;
  simulator.create({ count: 1, type: 'Malware' });
  simulator.fail({ fault: 'answer', form: 'bare', on: 'types', requests: 1 }); // as to an account without rights
  expect((await service.walk()).map(({ type }) => type)).toEqual([null]);
  expect(service.lines).toContainEqual(expect.stringMatching(/^warn ThreatQ does not give the names of event types/));
  simulator.create({ count: 1, type: 'Sighting' });
  expect((await service.walk()).map(({ type }) => type)).toEqual([null]);
  expect(asked()).toBe(1);
  clock += 10 * 60_000;
  simulator.create({ count: 1, type: 'Incident' });
  expect((await service.walk()).map(({ type }) => type)).toEqual(['Incident']);
  expect(asked()).toBe(2);
});

test.each([429, 502, 503, 504])(
  'while the names of types are answered with %s no event goes to a table that is not its own',
  async (status) => {
    const simulator = await threatq({ profile: { name: 'type-absent' } });
    simulator.create({ count: 2, type: 'Malware' });
    simulator.fail({ fault: 'status', status, retryAfter: 3, on: 'types', requests: 1 });
    const service = new Service(simulator.url);
    expect(await service.failure()).toMatchObject({
      number: 400,
      retryable: true,
      retryAfterMs: 3000,
      message: expect.stringContaining('/api/event/types'),
    });
    expect((await service.walk()).map(({ type }) => type)).toEqual(['Malware', 'Malware']);
  },
);

test('clocks that differ by more than half a minute are said', async () => {
  const simulator = await threatq({ profile: { name: 'clock-ahead' } });
  const service = new Service(simulator.url);
  simulator.create({ count: 2 });
  await service.walk();
  await service.walk();
  expect(service.ids()).toHaveLength(2);
  expect(service.lines.filter((line) => /clock/.test(line))).toEqual([
    expect.stringMatching(/^warn The clock of ThreatQ is (599|600|601) seconds ahead of ours/),
  ]);
});

import { afterEach, expect, jest, test } from '@jest/globals';
import { PROFILES, type ProfileName } from '../../../simulators/threatquotient/profile';
import { RunningEvents, type Wishes } from './running-events';

jest.setTimeout(60_000);

let events: RunningEvents;

afterEach(() => events.stop());

/** What a server of this kind needs in the configuration, because nothing may be tried in turn. */
const SETTINGS: Partial<Record<ProfileName, Readonly<Record<string, unknown>>>> = {
  'token-json': { token_request: 'json' },
  'token-form': { token_request: 'form' },
  'get-and-post': { query_method: 'GET' },
  'window-in-criteria': { query_window: 'criteria' },
  'cursor-any-sort': { paging: 'cursor' },
  'cursor-needs-id': { paging: 'cursor' },
  'offset-only': { paging: 'cursor' },
  'zone-shifted': { server_utc_offset: '+02:00' },
};

/** Servers that cannot be pulled from as they are: the number of the error, and what its words hold. */
const REFUSED: Partial<Record<ProfileName, readonly [number, RegExp]>> = {
  'limit-refused': [400, /status 400.*limit must not be above 100/],
  'config-without-id': [102, /config\.js/],
  'config-login-page': [102, /text\/html/],
  'config-missing': [101, /status 404.*credentials\.client_id/],
  'config-stale-id': [100, /invalid_client.*credentials\.client_id/],
  'no-rights': [478, /\{\}/],
  'two-step': [100, /Two-step verification/],
  'redirects-to-https': [471, /TLS fails/],
};

/** Profiles of servers whose empty page is no page: they fail once nothing is new. */
const FAILS_WHEN_EMPTY: ReadonlySet<ProfileName> = new Set(['empty-null', 'empty-missing', 'empty-bare']);

const NAMES = Object.keys(PROFILES) as ProfileName[];

function wishesOf(name: ProfileName): Wishes {
  return { threatq: { profile: { name }, customTypes: ['Brand Abuse'] } };
}

test.each(NAMES.filter((name) => !Object.hasOwn(REFUSED, name) && !FAILS_WHEN_EMPTY.has(name)))(
  'a server of the profile %s is pulled from: every event is in its table once, and the next pull sends nothing',
  async (name) => {
    events = await RunningEvents.start({ event_fetch_limit_in_items: 20, ...SETTINGS[name] }, wishesOf(name));
    // Old enough for every clock and every index, young enough for the day that a first walk goes back.
    const at = Math.floor(Date.now() / 1000) - 7_200;
    for (let step = 0; step < 9; step += 1) events.threatq.create({ count: 5, at: at + step });
    await events.startChain();
    expect(await events.pull()).toMatchObject({ outcome: 'delivered', sent: 45, error: null });
    expect([...events.ids()].sort()).toEqual(events.threatq.events().map(({ id }) => id));
    expect(await events.pull()).toMatchObject({ outcome: 'unchanged', sent: 0, error: null });
  },
);

test.each(Object.entries(REFUSED))(
  'a server of the profile %s fails the pull with error %p, and nothing is sent',
  async (name, [number, words]) => {
    events = await RunningEvents.start(
      { event_fetch_limit_in_items: 200, retry_for_seconds: 0 },
      wishesOf(name as ProfileName),
    );
    events.threatq.create({ count: 3 });
    await events.startChain();
    await expect(events.pull()).rejects.toMatchObject({
      cause: {
        details: [
          { number, message: expect.stringMatching(words) },
          { outcome: 'failed', sent: 0 },
        ],
      },
    });
    expect(events.sink.records).toHaveLength(0);
  },
);

test.each([...FAILS_WHEN_EMPTY])(
  'of a server of the profile %s an answer without data is no empty page: the pull fails until there is data',
  async (name) => {
    events = await RunningEvents.start({ retry_for_seconds: 0 }, wishesOf(name));
    await events.startChain();
    await expect(events.pull()).rejects.toMatchObject({ cause: { details: [{ number: 478 }, { sent: 0 }] } });
    events.threatq.create({ count: 3 });
    expect(await events.pull()).toMatchObject({ outcome: 'delivered', sent: 3 });
  },
);

import { afterEach, expect, test } from '@jest/globals';
import { CollectorError } from '../../../errors/collector-error';
import { carryProgress, resumeProgress } from '../../../packing/progress';
import { answerText } from '../../../simulators/http/answer';
import { listenLocally } from '../../../simulators/http/local-server';
import { Service } from './rig';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** An hour ago, as ThreatQ writes it. */
const HOUR_AGO = Math.floor(Date.now() / 1000) - 3600;
const AT = new Date(HOUR_AGO * 1000).toISOString().slice(0, 19);

interface Answers {
  readonly config?: string;
  readonly token?: string;
  readonly tokenStatus?: number;
  readonly types?: string;
  /** @param asked the address, and the body parsed */
  readonly query?: (asked: URL, body: { readonly fields?: unknown }) => string;
}

/** A server that answers with any text; and how often it was asked for what, and with which client id. */
async function oddServer(answers: Answers) {
  const asked: { path: string; clientId: string | null }[] = [];
  const { config = 'x={client_id:"abcdefgh12345678"}', token = '{"access_token":"t"}', tokenStatus = 200 } = answers;
  const server = await listenLocally(
    async (request, response) => {
      const address = new URL(request.url ?? '', 'http://localhost');
      asked.push({ path: address.pathname, clientId: address.searchParams.get('client_id') });
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const answer = (status: number, text: string) => answerText(response, status, 'application/json', text);
      if (address.pathname === '/assets/js/config.js') return answer(200, config);
      if (address.pathname === '/api/token') return answer(tokenStatus, token);
      if (address.pathname === '/api/event/types') return answer(200, answers.types ?? '{}');
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { fields?: unknown };
      return answer(200, answers.query?.(address, body) ?? '{"total":0,"data":[]}');
    },
    0,
    () => undefined,
  );
  closers.push(() => server.close());
  return { url: server.url, times: (path: string) => asked.filter((each) => each.path === path).length, asked };
}

function pageOf(...elements: readonly string[]): string {
  return `{"total":${String(elements.length)},"data":[${elements.join(',')}]}`;
}

function event(id: unknown, updatedAt: unknown = AT): string {
  return JSON.stringify({ id, updated_at: updatedAt });
}

test.each(['9007199254740991', '1e300', '"9999999999999"'])(
  'a token that is to live %s seconds is one without an end',
  async (expiresIn) => {
    const { url } = await oddServer({ token: `{"access_token":"t","expires_in":${expiresIn}}` });
    const token = await new Service(url).source.authenticate({ requests: 0 }, new AbortController().signal);
    expect(token.expiresAt).toBeNull();
  },
);

test.each([
  ['{"errors":["Invalid credentials"]}', 200, 105],
  ['{"error":"invalid_grant","error_description":"no such user"}', 200, 105],
  ['{"message":"These credentials do not match our records."}', 200, 105],
  ['Too many login attempts. The account is locked.', 429, 104],
] as const)('a login that is refused with %s and status %s is not tried again', async (token, tokenStatus, number) => {
  const { url, times } = await oddServer({ token, tokenStatus });
  const service = new Service(url);
  for (let attempt = 0; attempt < 3; attempt += 1)
    expect(await service.failure()).toMatchObject({ number, retryable: false });
  expect(times('/api/token')).toBe(1);
});

test.each([
  "config['client_id'] = 'abcdefgh12345678'",
  'x = JSON.parse("{\\"client_id\\":\\"abcdefgh12345678\\"}")',
  'e.googleClientId="OTHER-OTHER";e.clientId="abcdefgh12345678"',
  '{"okta_client_id":"OTHER-OTHER","client_id":"abcdefgh12345678"}',
  'e={threatqClientId:"abcdefgh12345678"}',
])('the client id of ThreatQ is found in %s', async (config) => {
  const { url, asked } = await oddServer({ config });
  await new Service(url).walk();
  expect(asked.find(({ path }) => path === '/api/token')?.clientId).toBe('abcdefgh12345678');
});

test('an element without id and time does not make the collector give up the names of columns', async () => {
  const pages = [pageOf('null'), pageOf('null', event(1))];
  const fields: unknown[] = [];
  const { url } = await oddServer({
    query: (_asked, body) => {
      fields.push(body.fields);
      return fields.length <= 2 ? pages[0]! : pages[1]!;
    },
  });
  const service = new Service(url);
  await service.walk();
  await service.walk();
  expect(fields).toEqual([['*', 'attributes', 'sources'], undefined, ['*', 'attributes', 'sources']]);
  expect(service.ids()).toEqual([1]);
});

test.each(['a\u0000b', '\ud800', '007', ' ', 'ü', -5, 1.5, 1e21, 'long'.repeat(1000)])(
  'an event whose id is %j is delivered once, from run to run',
  async (id) => {
    const { url } = await oddServer({ query: () => pageOf(event(id)) });
    const service = new Service(url);
    expect(await service.walk()).toHaveLength(1);
    const carried = carryProgress(service.progress);
    expect(JSON.stringify(carried).length).toBeLessThan(1_000);
    service.progress = resumeProgress(carried);
    expect(await service.walk()).toEqual([]);
  },
);

test('the id of an event is its own number, as it was written', async () => {
  const { url } = await oddServer({
    query: () =>
      pageOf(
        `{"type":{"id":14,"name":"x"},"id": 12345678901234567890,"updated_at":"${AT}"}`,
        `{"id":2.5,"updated_at":"${AT}"}`,
        `{"id":-12345678901234567890,"updated_at":"${AT}"}`,
      ),
  });
  const delivered = await new Service(url).walk();
  expect(delivered.map(({ row }) => row.id)).toEqual(['12345678901234567890', '2.5', '-12345678901234567890']);
});

test.each([
  `${AT}+00:00`,
  `${AT}.123456+0000`,
  `${AT} UTC`,
  `${AT}Z`,
  AT.replace('T', ' '),
  HOUR_AGO,
  HOUR_AGO * 1000 + 999,
])('an event updated at %s has a time, and the cursor moves to it', async (at) => {
  const { url } = await oddServer({ query: () => pageOf(event(1, at)) });
  const service = new Service(url);
  await service.walk();
  expect([service.progress.cursor, service.tally.sent]).toEqual([HOUR_AGO, 1]);
});

test('a time that names its zone is of that zone, whatever the zone of the server', async () => {
  const { url } = await oddServer({
    query: () => pageOf(event(1, `${AT}Z`), event(2, `${AT}+00:00`), event(3, AT.replace('T', ' '))),
  });
  const delivered = await new Service(url, { zoneMinutes: 120 }).walk();
  expect(delivered.map(({ row }) => row.updatedAt! - HOUR_AGO)).toEqual([-7200, 0, 0]); // in the order of time
  expect(delivered.map(({ row }) => row.id)).toEqual(['3', '1', '2']);
});

test.each([0, -1, 20_260_601, 1e20, true, 'yesterday', '', '1795725361', [], {}])(
  'an event updated at %j has no time: it is delivered once, and said',
  async (at) => {
    const { url } = await oddServer({ query: () => pageOf(event(1, at), event(2)) });
    const service = new Service(url);
    expect(await service.walk()).toHaveLength(2);
    expect(service.lines).toContainEqual(expect.stringMatching(/^warn Event 1 has no updated_at that is a time/));
    expect(await service.walk()).toEqual([]);
    expect(service.progress.cursor).toBe(HOUR_AGO);
  },
);

test('a day that the calendar does not have is no time: the event is delivered, and said', async () => {
  const { url } = await oddServer({ query: () => pageOf(event(1, '2026-02-30 00:00:00'), event(2)) });
  const service = new Service(url);
  expect(await service.walk()).toHaveLength(2);
  expect(service.lines).toContainEqual(expect.stringMatching(/^warn Event 1 has no updated_at that is a time/));
});

test.each(['"type_id":2', '"type_id":"2"', '"type":2', '"type":{"id":2},"type_id":2'])(
  'a type that is told as %s gets its name, whatever else is among the types',
  async (member) => {
    const { url } = await oddServer({
      query: () => pageOf(`{"id":1,"updated_at":"${AT}",${member}}`),
      types: '{"data":[null,{"id":1,"name":null},{"id":"2","name":"Watering Hole"}]}',
    });
    expect((await new Service(url).walk()).map(({ type }) => type)).toEqual(['Watering Hole']);
  },
);

test.each(['"errors":""', '"errors":0', '"errors":{}', '"error":null', '"success":true', '"status":"ok"'])(
  'a page that says %s is a page',
  async (member) => {
    const { url } = await oddServer({ query: () => `{"total":1,${member},"data":[${event(1)}]}` });
    expect(await new Service(url).walk()).toHaveLength(1);
  },
);

test.each(['"error":"no rights"', '"success":false', '"status":"error"', '"errors":["down"]'])(
  'an empty page that says %s is an error, not a quiet day',
  async (member) => {
    const { url } = await oddServer({ query: () => `{"total":0,${member},"data":[]}` });
    expect(await new Service(url).failure()).toMatchObject({ number: 479 });
  },
);

const FIFTEEN = Array.from({ length: 15 }, (_, index) => event(index + 1));

test.each([undefined, null, ''])(
  'a server that gives no mark (%j) behind the first of several pages is asked by offsets',
  async (nextCursorMark) => {
    const { url } = await oddServer({
      query: ({ searchParams }) => {
        const offset = Number(searchParams.get('offset'));
        const data = FIFTEEN.slice(offset, offset + 5);
        return `${JSON.stringify({ total: 15, nextCursorMark }).slice(0, -1)},"data":[${data.join(',')}]}`;
      },
    });
    const service = new Service(url, { paging: 'cursor' }, { limit: 5 });
    await service.walk();
    expect(service.ids()).toEqual(FIFTEEN.map((_, index) => index + 1));
    expect(service.source.paging()).toBe('offset');
    expect(await service.walk()).toEqual([]);
  },
);

test('events that are counted and not given are told of, and those that are all given are not', async () => {
  let total = 5;
  const { url } = await oddServer({ query: () => `{"total":${String(total)},"data":[]}` });
  const service = new Service(url);
  await service.walk();
  const told = (): string[] => service.lines.filter((line) => line.startsWith('warn'));
  expect(told()).toEqual([expect.stringMatching(/ThreatQ counts 5 events .* and gives 0/)]);
  total = 0;
  await service.walk();
  expect(told()).toHaveLength(1);
});

test('marks may be numbers', async () => {
  const { url } = await oddServer({
    query: ({ searchParams }) => {
      const from = Number(searchParams.get('cursorMark')?.replace('*', '0'));
      const next = Math.min(from + 5, 15);
      return `{"total":15,"nextCursorMark":${String(next)},"data":[${FIFTEEN.slice(from, next).join(',')}]}`;
    },
  });
  const service = new Service(url, { paging: 'cursor' }, { limit: 5 });
  await service.walk();
  expect(service.ids()).toHaveLength(15);
  expect(service.source.paging()).toBe('cursor');
});

test('whatever is asked for and however it fails, what is thrown is of the catalogue', async () => {
  for (const body of ['', ' ', 'null', '5', '"x"', '[]', '{"data":5}', '{"data":{"0":{}}}', '{"data":[}', '\ufeff']) {
    const { url } = await oddServer({ query: () => body });
    expect(await new Service(url).failure()).toBeInstanceOf(CollectorError);
  }
});

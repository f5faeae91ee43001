import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WalkPlace } from '../../../domain/events/walk/walk';
import { answerText } from '../../../simulators/http/answer';
import { listenLocally } from '../../../simulators/http/local-server';
import { cutElements } from '../../../sources/threatquotient/cut-elements';
import { PASSWORD, Service, threatq, USERNAME } from './rig';

test('elements are cut out as they were written, whatever they hold and however they are laid out', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), fc.constantFrom(0, 1, 3), (data, other, indent) => {
      const texts = data.map((value) => JSON.stringify(value, null, indent));
      const json = `{ "other" : ${JSON.stringify(other)},"d\\u0061ta": [ ${texts.join(' , ')} ],"data2":[1]}`;
      expect(cut(json)).toEqual(texts);
    }),
  );
  expect(cut('{"data":[1],"data":[2.50,"]}\\\\",{}]}')).toEqual(['2.50', '"]}\\\\"', '{}']);
  expect(cut('{"x":{"data":[1]}}')).toBeNull();
});

function cut(json: string): string[] | null {
  return cutElements(Buffer.from(json), 'data')?.elements.map(String) ?? null;
}

test('a text is valid exactly when its elements are, and what is left with an empty array in their place', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '"data"',
    '"d\\u0061ta"',
    '"\\x"',
    '1',
    '-',
    ' ',
    '\u0001',
    'é',
    '\n',
  );
  const pieces = fc.array(piece, { maxLength: 12 }).map((some) => some.join(''));
  const valid = fc.array(fc.jsonValue(), { maxLength: 3 }).map((data) => JSON.stringify({ total: 1, data, more: '[' }));
  const damaged = fc
    .tuple(valid, fc.nat(200), fc.nat(3), pieces)
    .map(([text, at, gone, some]) => `${text.slice(0, at)}${some}${text.slice(at + gone)}`);
  fc.assert(
    fc.property(
      fc.oneof(
        valid,
        damaged,
        pieces.map((some) => `{"data":[${some}]}`),
        pieces,
      ),
      (json) => {
        const whole = isJson(json);
        const found = cutElements(Buffer.from(json), 'data');
        if (found === null) {
          expect(whole && Array.isArray((JSON.parse(json) as { data?: unknown } | null)?.data)).toBe(false);
          return;
        }
        const bytes = Buffer.from(json);
        const rest = `${String(bytes.subarray(0, found.begin))}[]${String(bytes.subarray(found.end + 1))}`;
        expect(isJson(rest) && found.elements.every((element) => isJson(String(element)))).toBe(whole);
        if (whole)
          expect(found.elements.map((element) => JSON.parse(String(element)) as unknown)).toEqual(
            (JSON.parse(json) as { data: unknown }).data,
          );
      },
    ),
    { numRuns: 2_000 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test.each([
  '{"data":[1,,2]}',
  '{"data":[1,]}',
  '{"data":[1}}',
  '{"data":[1]',
  '{"data":[\u0001{}]}',
  '{"data":[{"id":1}],"total":}',
])('an answer that is no JSON is named, wherever it is damaged: %j', async (body) => {
  const server = await listenLocally(
    (request, response) => {
      const isLogin = request.url?.startsWith('/api/token');
      return Promise.resolve(answerText(response, 200, 'application/json', isLogin ? '{"access_token":"x"}' : body));
    },
    0,
    () => undefined,
  );
  try {
    const service = new Service(server.url, {
      credentials: { username: USERNAME, password: PASSWORD, clientId: 'any-client' },
    });
    expect(await service.failure()).toMatchObject({ number: 474 });
  } finally {
    await server.close();
  }
});

test('texts of any length end where they end, whatever quotes, backslashes and letters beyond ASCII they hold', () => {
  const text = fc.string({ unit: fc.constantFrom('"', '\\', 'a', '{', ']', ',', 'ë', '🛡'), maxLength: 300 });
  fc.assert(
    fc.property(fc.array(fc.dictionary(text, text, { maxKeys: 3 }), { minLength: 1 }), (data) => {
      expect(cut(JSON.stringify({ data, total: data.length }))).toEqual(data.map((value) => JSON.stringify(value)));
    }),
  );
});

test('an event is delivered as it was served, to the last digit', async () => {
  const simulator = await threatq();
  for (const odd of ['numbers', 'spaced', 'nul', 'lone-surrogate', 'duplicate-keys'] as const)
    simulator.createOdd({ odd });
  const bodies = (await new Service(simulator.url).walk()).map(({ body }) => String(body));
  expect(bodies[0]).toContain('"score":1.50,"big":12345678901234567890,"small":1E-7,"zero":-0');
  expect(bodies[1]).toMatch(/^\{ "id" : 17654,.* , "10":"ten", "9":"nine" {2}\}$/);
  expect(bodies[2]).toContain('a\\u0000b');
  expect(bodies[3]).toContain('a\\ud800b');
  expect(bodies[4]).toContain('"note":1,"note":2');
});

test('what is no event is left out and said, the rest goes on, and none of it comes again', async () => {
  const simulator = await threatq();
  simulator.create({ count: 3 });
  for (const odd of ['text', 'null', 'array', 'no-id', 'id-as-text', 'no-updated-at', 'no-date', 'next-year'] as const)
    simulator.createOdd({ odd });
  simulator.create({ count: 3 });
  const service = new Service(simulator.url);
  const delivered = await service.walk();
  expect(delivered).toHaveLength(11);
  expect(service.tally).toMatchObject({ received: 14, duplicates: 0, withoutKey: 4, sent: 11 });
  expect(service.lines.filter((line) => line.includes('no event'))).toHaveLength(3);
  expect(service.lines).toContainEqual(expect.stringMatching(/^warn Event 17661 has no updated_at that is a time/));
  expect(await service.walk()).toEqual([]);
});

test('events of 10 MB and ones that nest ten thousand deep are delivered', async () => {
  const simulator = await threatq();
  simulator.createOdd({ odd: 'large', bytes: 10_000_000 });
  simulator.createOdd({ odd: 'deep', levels: 10_000 });
  simulator.create({ count: 1, indicators: 5000 });
  const delivered = await new Service(simulator.url).walk();
  expect(delivered.map(({ body }) => body!.length > 100)).toEqual([true, true, true]);
});

test('a page too large is asked for in smaller ones; only an event too large by itself is an error', async () => {
  const simulator = await threatq();
  for (let index = 0; index < 20; index += 1) simulator.createOdd({ odd: 'large', bytes: 50_000 });
  const service = new Service(simulator.url, { bodyLimitBytes: 200_000 });
  expect(await service.walk()).toHaveLength(20);
  simulator.createOdd({ odd: 'large', bytes: 250_000 });
  expect(await service.failure()).toMatchObject({ number: 475 });
});

test('a thousand events of one second, pages of a hundred, updates between: nothing lost, nothing twice', async () => {
  const simulator = await threatq();
  simulator.create({ count: 1000, at: Math.floor(Date.now() / 1000) - 10 });
  simulator.fail({ fault: 'then-update', count: 3 });
  simulator.fail({ fault: 'then-create', count: 2, secondsAgo: 30 });
  const service = new Service(simulator.url);
  await service.walk();
  simulator.clearFaults();
  await service.walk();
  const versions = service.delivered.map(({ row }) => `${String(row.id)} ${String(row.updatedAt)}`);
  const newest = simulator.events().map(({ id, updatedAt }) => `${String(id)} ${String(updatedAt)}`);
  expect(versions).toEqual(expect.arrayContaining(newest));
  // an event may be updated twice in a second
  const contents = service.delivered.map(({ row, body }) => `${String(row.id)} ${String(body)}`);
  expect(new Set(contents).size).toBe(contents.length);
});

test('rows that vanish between the pages make no other row go unseen', async () => {
  const simulator = await threatq({ backlog: { count: 500, overSeconds: 5000 } });
  simulator.fail({ fault: 'then-vanish', count: 40 });
  const service = new Service(simulator.url);
  await service.walk();
  expect(service.ids()).toEqual(expect.arrayContaining(simulator.events().map(({ id }) => id)));
});

test('a lost attempt goes on where it was, and delivers again at most one page', async () => {
  const simulator = await threatq({ backlog: { count: 450, overSeconds: 100 } });
  const service = new Service(simulator.url);
  let batches = 0;
  service.onBatch = () => {
    batches += 1;
    if (batches === 3) throw new Error('the worker is gone');
  };
  await expect(service.walk()).rejects.toThrow('the worker is gone');
  const rows = simulator.state().counters.rows;
  await service.walk(JSON.parse(JSON.stringify(service.places.at(-1))) as WalkPlace | null);
  expect(service.ids()).toHaveLength(450);
  expect(new Set(service.ids()).size).toBe(450);
  expect(simulator.state().counters.rows - rows).toBeLessThan(260);
});

test('a quiet window of many events costs a row a poll', async () => {
  const simulator = await threatq();
  simulator.create({ count: 1000, at: Math.floor(Date.now() / 1000) - 3000 });
  const service = new Service(simulator.url);
  await service.walk();
  await service.walk();
  const rows = simulator.state().counters.rows;
  for (let poll = 0; poll < 10; poll += 1) await service.walk();
  expect(simulator.state().counters.rows - rows).toBe(10);
  const [id] = simulator.create({ count: 1 });
  expect((await service.walk()).map(({ row }) => row.id)).toEqual([String(id)]);
});

test.each([
  ['ignore-window', 20],
  ['ignore-limit', 20],
  ['ignore-sort', 20],
  ['ignore-fields', 20],
  ['short-page', 20],
  ['wrong-total', 20],
] as const)('a server that does not do what it is asked (%s) loses no event', async (fault, count) => {
  const simulator = await threatq({ backlog: { count, overSeconds: 200 } });
  simulator.fail(fault === 'wrong-total' ? { fault, total: 1000 } : { fault });
  const service = new Service(simulator.url, {}, { limit: 6 });
  await service.walk();
  expect([...new Set(service.ids())].sort()).toEqual(simulator.events().map(({ id }) => id));
  expect(service.delivered).toHaveLength(count);
  expect(await service.walk()).toEqual([]);
});

test('a server that pages by marks and gives fewer rows than asked for loses no event', async () => {
  const simulator = await threatq({ backlog: { count: 60, overSeconds: 200 } });
  simulator.fail({ fault: 'short-page', rows: 4 });
  const service = new Service(simulator.url, { paging: 'cursor' }, { limit: 10 });
  await service.walk();
  expect(service.ids()).toHaveLength(60);
  expect(new Set(service.ids()).size).toBe(60);
});

test('events from before the historical date are not delivered, even when the window is not heeded', async () => {
  const now = Math.floor(Date.now() / 1000);
  const simulator = await threatq({ profile: { name: 'window-ignored' } });
  simulator.create({ count: 5, at: now - 5000 });
  const [first] = simulator.create({ count: 1, at: now - 1000 });
  const service = new Service(simulator.url, {}, { notBefore: now - 1000 });
  await service.walk();
  expect(service.ids()).toEqual([first]);
  expect(service.lines).toContainEqual(expect.stringMatching(/^warn ThreatQ does not heed the window/));
});

test.each([
  ['html', 474, false, /first words|<!DOCTYPE|Log in/],
  ['not-json', 474, false, /total: 2/],
  ['truncated-json', 474, false, /Beacon/],
  ['error-in-body', 479, false, /search service is not available/],
  ['cut', 473, true, /POST http/],
  ['gzip-garbage', 474, false, /unpacked/],
] as const)(
  'an answer that is no page (%s) is error %s, and the cursor stays',
  async (fault, number, retryable, words) => {
    const simulator = await threatq({ backlog: { count: 250, overSeconds: 10_000 } });
    const service = new Service(simulator.url);
    simulator.fail({ fault, laterPages: true });
    const error = await service.failure();
    expect([error.number, error.retryable, error.message]).toEqual([number, retryable, expect.stringMatching(words)]);
    expect(service.delivered).toHaveLength(100);
    const { cursor } = service.progress;
    expect(cursor).toBe(service.delivered.at(-1)!.row.updatedAt);
    simulator.clearFaults();
    simulator.fail({ fault });
    expect(await service.failure()).toMatchObject({ number });
    expect(service.progress.cursor).toBe(cursor);
  },
);

test.each([
  ['bare', 478],
  ['no-data', 478],
  ['null-data', 478],
  ['text-data', 477],
  ['array', 477],
  ['null', 477],
] as const)('an answer of the form %s is error %s', async (form, number) => {
  const simulator = await threatq();
  simulator.fail({ fault: 'answer', form });
  expect(await new Service(simulator.url).failure()).toMatchObject({ number, retryable: false });
});

test.each([429, 500, 502, 503] as const)('status %s is error 400 that may pass', async (status) => {
  const simulator = await threatq();
  simulator.fail({ fault: 'status', status, retryAfter: 3 });
  expect(await new Service(simulator.url).failure()).toMatchObject({
    number: 400,
    retryable: true,
    retryAfterMs: 3000,
  });
});

test.each(['data-errors', 'errors', 'nested-errors', 'name-message', 'text', 'html', 'empty'] as const)(
  'an error whose body is %s is told with its status',
  async (errorBody) => {
    const simulator = await threatq({ profile: { settings: { errorBody } } });
    simulator.fail({ fault: 'status', status: 403 });
    const error = await new Service(simulator.url).failure();
    expect([error.number, error.retryable, error.message]).toEqual([400, false, expect.stringContaining('status 403')]);
  },
);

test('a server that gives one page for ever is named', async () => {
  const simulator = await threatq({ backlog: { count: 250, overSeconds: 100 } });
  simulator.fail({ fault: 'ignore-offset' });
  expect(await new Service(simulator.url).failure()).toMatchObject({ number: 480 });
});

test('nobody there is error 470', async () => {
  const simulator = await threatq();
  await simulator.close();
  expect(await new Service(simulator.url).failure()).toMatchObject({ number: 470, retryable: true });
});

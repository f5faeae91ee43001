import { inspect } from 'node:util';
import { AxiosError, AxiosHeaders } from 'axios';
import { expect, test } from '@jest/globals';
import { createRedactor } from '../../../../config/secrets/redaction';
import { redactDeep } from '../../../../config/secrets/redaction/redact-deep';

const CANARY = 'canary-7f3e9a';
const redact = createRedactor([CANARY]);

function shown(value: unknown): string {
  return inspect(value, { depth: 50, showHidden: true, maxStringLength: null, maxArrayLength: null });
}

test('texts, names, maps, sets, bytes and URLs are redacted', () => {
  const value = {
    text: `a ${CANARY} b`,
    [`name ${CANARY}`]: 1,
    list: [CANARY, [CANARY]],
    map: new Map([[CANARY, { inner: CANARY }]]),
    set: new Set([CANARY]),
    bytes: Buffer.from(`x${CANARY}`),
    view: new Uint8Array(Buffer.from(CANARY)),
    url: new URL(`https://h/?t=${CANARY}`),
    query: new URLSearchParams({ t: CANARY }),
    base64: Buffer.from(CANARY).toString('base64'),
    symbol: Symbol(CANARY),
    call: () => CANARY,
  };
  const redacted = redactDeep(value, redact);
  expect(shown(redacted)).not.toMatch(/canary|Y2FuYXJ5/);
  expect(redacted).toMatchObject({ text: 'a [redacted] b', list: ['[redacted]', ['[redacted]']], call: '[function]' });
  expect(value.text).toContain(CANARY);
});

test('an error stays an error, with message, stack, causes and members redacted', () => {
  const cause = Object.assign(new TypeError(`inner ${CANARY}`), { config: { headers: { 'x-api-key': CANARY } } });
  const error = new AggregateError([new Error(CANARY)], `outer ${CANARY}`, { cause });
  const redacted = redactDeep(error, redact);
  expect(redacted).toBeInstanceOf(AggregateError);
  expect(redacted).toMatchObject({ message: 'outer [redacted]', cause: { message: 'inner [redacted]' } });
  expect(String((redacted as Error).stack)).toContain('outer [redacted]');
  expect(shown(redacted)).not.toContain('canary');
});

test('an axios error with its request configuration is redacted', () => {
  const headers = new AxiosHeaders({ 'x-api-key': CANARY });
  const error = new AxiosError(
    'failed',
    'ERR',
    { headers, url: `https://h/token!${CANARY}/x`, data: JSON.stringify({ password: CANARY }) },
    { path: `/${CANARY}` },
  );
  expect(shown(redactDeep(error, redact))).not.toContain('canary');
});

test('what holds itself ends in a word', () => {
  const circular: Record<string, unknown> = { secret: CANARY };
  circular.self = circular;
  circular.list = [circular];
  expect(redactDeep(circular, redact)).toEqual({ secret: '[redacted]', self: '[circular]', list: ['[circular]'] });
});

test('deep and widely shared structures end in time', () => {
  let shared: Record<string, unknown> = { secret: CANARY };
  for (let level = 0; level < 60; level += 1) shared = { a: shared, b: shared, c: shared };
  const redacted = redactDeep({ shared, wide: Array.from({ length: 50_000 }, () => ({})) }, redact);
  expect(redacted).toHaveProperty('shared.a.b.c.a');
  expect(redacted).toHaveProperty('wide.49999', '[more]');
});

test('what cannot be read is said to be so', () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const throwing = Object.defineProperty({}, 'x', {
    enumerable: true,
    get: () => {
      throw new Error('no');
    },
  });
  expect(redactDeep({ proxy, throwing }, redact)).toEqual({ proxy: '[unreadable]', throwing: { x: '[unreadable]' } });
});

test('dates, numbers, null and undefined stay, and a number that is a secret does not', () => {
  const date = new Date(0);
  expect(redactDeep({ date, n: 5, big: 5n, nothing: null, missing: undefined }, redact)).toEqual({
    date,
    n: 5,
    big: 5n,
    nothing: null,
    missing: undefined,
  });
  expect(redactDeep({ n: 123456 }, createRedactor(['123456']))).toEqual({ n: '[redacted]' });
});

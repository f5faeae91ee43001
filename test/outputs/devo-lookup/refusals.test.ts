import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CollectorError } from '../../../errors/collector-error';
import { NEVER, deliver, outputFor } from './deliveries';
import { StrictDevo, json } from './strict-devo';

let devo: StrictDevo;

beforeEach(async () => {
  devo = new StrictDevo();
  await devo.listen();
});

afterEach(() => devo.close());

async function failureOf(work: Promise<unknown>): Promise<CollectorError> {
  const failure: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof CollectorError)) throw new Error(`no CollectorError: ${String(failure)}`);
  return failure;
}

test.each([
  [400, 'devo_refused', false],
  [401, 'devo_unauthorized', false],
  [403, 'devo_unauthorized', false],
  [413, 'devo_refused', false],
  [429, 'devo_rate_limited', true],
  [500, 'devo_server_error', true],
  [503, 'devo_server_error', true],
  [302, 'devo_status', false],
  [204, 'devo_status', false],
])("status %i is the error %s with Devo's words", async (status, id, retryable) => {
  const body = { error: { message: 'words of Devo' }, cid: 'c0ffee123456' };
  devo.fail(/GET/, (_request, response) =>
    json(response, status, body, { location: 'https://elsewhere.example/x?secret=1' }),
  );
  const error = await failureOf(outputFor(devo).inspect(NEVER));
  expect(error).toMatchObject({ id, retryable });
  expect(error.message).toContain(String(status));
  if (status !== 204) expect(error.message).toContain('words of Devo');
  if (status !== 204) expect(error.message).toContain('c0ffee123456');
  expect(error.message).toContain('elsewhere.example');
  expect(error.message).not.toContain('secret=1');
});

test('a wrong token names its setting', async () => {
  const error = await failureOf(outputFor(devo, { token: 'wrong' }).inspect(NEVER));
  expect(error).toMatchObject({ id: 'devo_unauthorized', setting: 'outputs.devo_lookup.config.token' });
});

test('Retry-After as a date is understood', async () => {
  const date = new Date(Date.now() + 90_000).toUTCString();
  devo.fail(/GET/, (_request, response) => json(response, 503, {}, { 'retry-after': date }));
  const error = await failureOf(outputFor(devo).inspect(NEVER));
  expect(error.retryAfterMs).toBeGreaterThan(80_000);
  expect(error.retryAfterMs).toBeLessThanOrEqual(90_000);
});

test('a page instead of the API is no answer of the API', async () => {
  devo.fail(/GET/, (_request, response) => response.end('<html><body>Welcome to the portal</body></html>'));
  const error = await failureOf(outputFor(devo).inspect(NEVER));
  expect(error).toMatchObject({ id: 'devo_answer', retryable: false });
  expect(error.message).toContain('Welcome to the portal');
});

test('a deploy that is accepted without a job id is no answer of the API', async () => {
  devo.fail(/deploy-csv/, (_request, response) => json(response, 201, { type: 'LookupCreationResponse' }));
  expect(await failureOf(deliver(outputFor(devo)))).toMatchObject({ id: 'devo_answer', retryable: false });
});

test('an answer without end is cut off', async () => {
  const chunk = Buffer.alloc(1024 * 1024, 'x');
  devo.fail(/GET/, (_request, response) => {
    const feed = (): void => {
      if (response.destroyed) return;
      if (response.write(chunk)) setImmediate(feed);
      else response.once('drain', feed);
    };
    feed();
  });
  expect(await failureOf(outputFor(devo).inspect(NEVER))).toMatchObject({ id: 'devo_answer', retryable: false });
});

test('an answer that is cut in its middle may be asked for again', async () => {
  devo.fail(/GET/, (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('{"name":');
    setImmediate(() => response.destroy());
  });
  expect(await failureOf(outputFor(devo).inspect(NEVER))).toMatchObject({ id: 'devo_unreachable', retryable: true });
});

test('a server that never answers, or drips, is a timeout', async () => {
  const output = outputFor(devo, { limits: { requestTimeoutMs: 100 } });
  devo.fail(/GET/, () => undefined);
  expect(await failureOf(output.inspect(NEVER))).toMatchObject({ id: 'devo_timeout', retryable: true });
  devo.fail(/GET/, (_request, response) => {
    const drip = setInterval(() => response.write(' '), 10);
    response.on('close', () => clearInterval(drip));
  });
  expect(await failureOf(output.inspect(NEVER))).toMatchObject({ id: 'devo_timeout', retryable: true });
});

test('a host that refuses connections is unreachable and may be tried again', async () => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  const error = await failureOf(outputFor(devo, { url: `http://127.0.0.1:${port}/lookup-api` }).inspect(NEVER));
  expect(error).toMatchObject({ id: 'devo_unreachable', retryable: true });
  expect(error.message).toContain(`127.0.0.1:${port}`);
});

test('a cancelled request throws the reason of the cancellation', async () => {
  const stop = new AbortController();
  devo.fail(/GET/, () => stop.abort(new Error('stopped')));
  await expect(outputFor(devo).inspect(stop.signal)).rejects.toThrow('stopped');
  await expect(outputFor(devo).inspect(stop.signal)).rejects.toThrow('stopped');
  expect(devo.requests).toHaveLength(1);
});

test('the token is in no error, whatever fails and even when Devo repeats it', async () => {
  const echo = `you sent Bearer ${devo.token}`;
  const failures = [
    () => devo.fail(/./, (_request, response) => json(response, 400, { error: { message: echo } }), 3),
    () => devo.fail(/./, (_request, response) => response.end(echo), 3),
    () => devo.fail(/./, (request) => request.socket.destroy(), 3),
    () =>
      devo.fail(
        /./,
        (_request, response) => json(response, 302, {}, { location: `https://${devo.token}@x/${devo.token}` }),
        3,
      ),
  ];
  for (const fail of failures) {
    fail();
    const error = await failureOf(outputFor(devo).inspect(NEVER));
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(devo.token);
    devo.faults.length = 0;
  }
});

test('no half of the token stays where long words are cut', async () => {
  devo.fail(/./, (_request, response) =>
    json(response, 400, { error: { message: `${'x'.repeat(190)}${devo.token}` } }),
  );
  const error = await failureOf(outputFor(devo).inspect(NEVER));
  expect(error.message).not.toContain(devo.token.slice(0, 8));
});

test.each(['two\nlines', 'with \u2013 dash', '"quoted"', 'zero\u200bwidth'])(
  'the token %j, which no header can carry, is refused by name before anything is sent',
  async (token) => {
    const error = await failureOf(outputFor(devo, { token }).inspect(NEVER));
    expect(error).toMatchObject({ id: 'token_form', setting: 'outputs.devo_lookup.config.token', retryable: false });
    expect(devo.requests).toHaveLength(0);
  },
);

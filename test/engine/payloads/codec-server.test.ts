import { request as sendRequest, type IncomingHttpHeaders } from 'node:http';
import { deflateSync, inflateSync } from 'node:zlib';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readPayloads, writePayloads } from '../../../engine/payloads/codec-payloads';
import { startCodecServer, type CodecServer } from '../../../engine/payloads/codec-server';

const UI = 'http://127.0.0.1:8233';

const deflating: PayloadCodec = {
  encode: (payloads) =>
    Promise.resolve(payloads.map((payload) => ({ ...payload, data: deflateSync(payload.data ?? new Uint8Array()) }))),
  decode: (payloads) =>
    Promise.resolve(payloads.map((payload) => ({ ...payload, data: inflateSync(payload.data ?? new Uint8Array()) }))),
};

let server: CodecServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(bodyLimitBytes?: number, token?: string): Promise<string> {
  server = await startCodecServer({
    codec: deflating,
    origins: () => [UI],
    token,
    ...(bodyLimitBytes === undefined ? {} : { bodyLimitBytes }),
  });
  return server.url;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `fetch` sets Origin and Host by itself; a browser's page cannot be played with it. */
function send(url: string, method: string, headers: Record<string, string>, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = sendRequest(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const hello = JSON.stringify({
  payloads: [
    {
      metadata: { encoding: Buffer.from('json/plain').toString('base64') },
      data: Buffer.from('"hello"').toString('base64'),
    },
  ],
});

test('what is encoded comes back when it is decoded, metadata included', async () => {
  const url = await start();
  const encoded = await send(`${url}/encode`, 'POST', JSON_TYPE, hello);
  expect(encoded.status).toBe(200);
  expect(encoded.body).not.toBe(hello);
  const decoded = await send(`${url}/decode`, 'POST', { ...JSON_TYPE, 'x-namespace': 'default' }, encoded.body);
  expect(JSON.parse(decoded.body)).toEqual(JSON.parse(hello));
});

test('the page of the Web UI may use it, preflight included', async () => {
  const url = await start();
  const preflight = await send(`${url}/decode`, 'OPTIONS', {
    origin: UI,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,x-namespace',
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers['access-control-allow-origin']).toBe(UI);
  expect(preflight.headers['access-control-allow-headers']).toContain('x-namespace');
  const answer = await send(`${url}/encode`, 'POST', { ...JSON_TYPE, origin: UI }, hello);
  expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': UI } });
});

test('no other page may use it, nor one that reaches it by a foreign name', async () => {
  const url = await start();
  for (const origin of ['http://127.0.0.1:9999', 'https://evil.example', 'null']) {
    const answer = await send(`${url}/decode`, 'POST', { ...JSON_TYPE, origin }, hello);
    expect(answer.status).toBe(403);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
  expect((await send(`${url}/decode`, 'POST', { ...JSON_TYPE, host: 'rebound.example' }, hello)).status).toBe(403);
});

test('what is not a request of the protocol is refused by name', async () => {
  const url = await start(1_000);
  expect((await send(`${url}/elsewhere`, 'POST', JSON_TYPE, hello)).status).toBe(404);
  expect((await send(`${url}/decode`, 'GET', {})).status).toBe(405);
  expect((await send(`${url}/decode`, 'POST', { 'content-type': 'text/plain' }, hello)).status).toBe(415);
  expect((await send(`${url}/decode`, 'POST', JSON_TYPE, '{"payloads": 7}')).status).toBe(400);
  expect((await send(`${url}/decode`, 'POST', JSON_TYPE, hello)).status).toBe(400); // nothing that was deflated
  expect((await send(`${url}/encode`, 'POST', JSON_TYPE, ' '.repeat(1_001))).status).toBe(413);
});

const TOKEN = 'a-token-of-twenty-characters';

test('an endpoint with a token answers nobody without it, by a number and with what to do', async () => {
  const url = new URL(await start(undefined, TOKEN)).origin;
  const strangers: Record<string, string>[] = [
    {},
    { origin: UI },
    { authorization: 'Bearer another' },
    { authorization: `Basic ${Buffer.from(`x:${TOKEN}`).toString('base64')}` },
    { cookie: `ctci_codec=${TOKEN}` },
  ];
  for (const headers of strangers) {
    for (const path of ['/decode', '/encode', '/another-token-altogether/decode']) {
      const answer = await send(`${url}${path}`, 'POST', { ...JSON_TYPE, ...headers }, hello);
      expect(answer.status).toBe(401);
      expect(JSON.parse(answer.body)).toMatchObject({
        error: { number: 632, name: 'EngineError', remedy: expect.stringContaining('Authorization: Bearer TOKEN') },
      });
      expect(answer.body).not.toContain(TOKEN);
    }
  }
  const foreign = { ...JSON_TYPE, origin: 'https://evil.example', authorization: `Bearer ${TOKEN}` };
  const answer = await send(`${url}/decode`, 'POST', foreign, hello);
  expect(answer.status).toBe(403);
  expect(JSON.parse(answer.body)).toMatchObject({ error: { number: 632 } });
});

test('the token is taken from the header of a program, and from the address that the Web UI was given', async () => {
  const url = await start(undefined, TOKEN);
  expect(url).toContain(`/${TOKEN}`);
  const { origin } = new URL(url);
  const byHeader = { ...JSON_TYPE, authorization: `Bearer ${TOKEN}` };
  expect((await send(`${origin}/encode`, 'POST', byHeader, hello)).status).toBe(200);
  expect((await send(`${url}/encode`, 'POST', { ...JSON_TYPE, origin: UI }, hello)).status).toBe(200);
  const preflight = await send(`${origin}/decode`, 'OPTIONS', { origin: UI }); // it never brings one along
  expect(preflight.status).toBe(204);
});

test('a browser signs in on a page of the endpoint, and its cookie is not the token', async () => {
  const { origin } = new URL(await start(undefined, TOKEN));
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin };
  const page = await send(`${origin}/`, 'GET', {});
  expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
  const wrong = await send(`${origin}/sign-in`, 'POST', form, 'token=guess');
  expect([wrong.status, wrong.headers['set-cookie']]).toEqual([401, undefined]);
  const elsewhere = { ...form, origin: 'https://evil.example' };
  expect((await send(`${origin}/sign-in`, 'POST', elsewhere, `token=${TOKEN}`)).status).toBe(403);

  const right = await send(`${origin}/sign-in`, 'POST', form, `token=${TOKEN}`);
  const cookie = right.headers['set-cookie']?.[0] ?? '';
  expect(cookie).toMatch(/^ctci_codec=[\w-]+; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
  expect(cookie).not.toContain(TOKEN);
  const signedIn = { ...JSON_TYPE, origin: UI, cookie: `other=1; ${cookie.split(';')[0] ?? ''}` };
  const answer = await send(`${origin}/encode`, 'POST', signedIn, hello);
  expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-credentials': 'true' } });
});

test('payloads of any bytes are read as they were written', () => {
  const bytes = fc.uint8Array();
  const payload = fc.record({
    metadata: fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      bytes,
    ),
    data: fc.uint8Array({ minLength: 1 }),
  });
  fc.assert(
    fc.property(fc.array(payload), (payloads: Payload[]) => {
      expect(readPayloads(writePayloads(payloads))).toEqual(
        payloads.map(({ metadata, data }) => ({ metadata: { ...metadata }, data })),
      );
    }),
  );
});

import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { expect, test } from '@jest/globals';
import { NO_NAMED_KEYS, NOTICE_EVENTS, type PullNews } from '../../../domain/notices/pull-news';
import type { PullReport } from '../../../domain/report/pull-report';
import { createWebhook, type WebhookOptions } from '../../../outputs/webhook/create-webhook';
import type { Notice, Webhook } from '../../../outputs/webhook/webhook';
import { makeCertificate, temporaryFile } from '../../sources/certificate';
import { atEnd, failureOf, never, server } from '../../sources/rig';

const REPORT: PullReport = {
  run_id: 'run-1',
  started_at: '2026-03-01T10:00:00.000Z',
  outcome: 'delivered',
  requests: 3,
  received: 30,
  duplicates: 0,
  without_key: 0,
  added: 25,
  changed: 2,
  removed: 1,
  sent: 28,
  outputs: {},
  duration_ms: 1200,
  rows: 30,
  digest: 'd1',
  held: null,
  error: null,
};

const NEWS: PullNews = {
  before: 'good',
  report: REPORT,
  named: { added: ['CVE-2026-1', 'CVE-2026-2'], changed: ['CVE-2025-9'], removed: ['CVE-2024-7'] },
  released: null,
  token_ends_at: null,
  quiet: null,
};

const LIMITS = { request: 300, whole: 4_000 } as unknown as NonNullable<WebhookOptions['limits']>;

function notice(event: Notice['event'], news: Partial<PullNews> = {}): Notice {
  return { event, input: 'ctci', service: 'cewl', news: { ...NEWS, ...news }, link: 'http://ui.test/run-1' };
}

function webhook(url: string, options: Partial<WebhookOptions> = {}): Webhook {
  const made = createWebhook({
    name: 'webhook',
    url,
    format: 'json',
    events: NOTICE_EVENTS,
    headers: {},
    quietSeconds: null,
    verifyHostSslCert: true,
    settingsPath: 'outputs.webhook.config',
    obfuscateKeys: (keys) => keys,
    limits: LIMITS,
    environment: {},
    ...options,
  });
  atEnd(() => made.close());
  return made;
}

const taken = (_request: unknown, response: ServerResponse): void => void response.writeHead(204).end();

test('the message has all its members, whatever it tells', async () => {
  const schema: unknown = JSON.parse(readFileSync(join(__dirname, '../../../docs/webhook.schema.json'), 'utf8'));
  const isMessage = new Ajv2020({ strict: false, validateFormats: false }).compile(schema as object);
  const { url, seen } = await server(taken);
  const events = [...NOTICE_EVENTS, 'check'] as const;
  for (const event of events) await webhook(url).tell(notice(event), never);

  expect(seen).toHaveLength(events.length);
  for (const { method, headers, body } of seen) {
    expect(method).toBe('POST');
    expect(headers['content-type']).toBe('application/json');
    const message: unknown = JSON.parse(body);
    expect(isMessage(message) ? null : isMessage.errors).toBeNull();
    expect(Object.keys(message as object)).toEqual([
      'event',
      'input',
      'service',
      'report',
      'changes',
      'reason',
      'remedy',
      'link',
    ]);
  }
});

test('it names what has changed, by the first twenty keys, which pass the rules of obfuscation', async () => {
  const { url, seen } = await server(taken);
  const added = Array.from({ length: 25 }, (_, index) => `CVE-2026-${index}`);
  const hidden = webhook(url, { obfuscateKeys: (keys) => keys.map((key) => key.replace(/^CVE-/, 'X-')) });
  await hidden.tell(notice('delivered', { named: { ...NO_NAMED_KEYS, added, removed: ['CVE-2000-1'] } }), never);

  const { changes } = JSON.parse(seen[0]?.body ?? '') as { changes: { first: { change: string; cve: string }[] } };
  expect(changes).toMatchObject({ added: 25, changed: 2, removed: 1 });
  expect(changes.first).toHaveLength(20);
  expect(changes.first[0]).toEqual({ change: 'added', cve: 'X-2026-0' });
  expect(seen[0]?.body).not.toContain('CVE-');
});

test('a failure is told with its reason and remedy, and a release with the reason that was given', async () => {
  const { url, seen } = await server(taken);
  const error = {
    number: 401,
    name: 'ApiError' as const,
    setting: 'x',
    message: 'refused: HTTP 401',
    remedy: 'Copy it.',
  };
  await webhook(url).tell(notice('failed', { report: { ...REPORT, outcome: 'failed', error } }), never);
  await webhook(url).tell(notice('recovered', { before: 'held', released: 'checked with CTCI by phone' }), never);

  expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({
    reason: 'ApiError 401: refused: HTTP 401',
    remedy: 'Copy it.',
  });
  expect(JSON.parse(seen[1]?.body ?? '')).toMatchObject({
    reason: expect.stringContaining('checked with CTCI') as unknown,
  });
});

test('with a secret, the signature is over the time and the very bytes that came', async () => {
  const { url, seen } = await server(taken);
  await webhook(url, { secret: 'shared', now: () => 1_772_359_200_123 }).tell(notice('delivered'), never);

  const [request] = seen;
  const v1 = createHmac('sha256', 'shared')
    .update(`1772359200.${request?.body ?? ''}`)
    .digest('hex');
  expect(request?.headers['x-ctci-signature']).toBe(`t=1772359200,v1=${v1}`);
});

test('without a secret there is no signature, and further headers go with every message', async () => {
  const { url, seen } = await server(taken);
  await webhook(url, { headers: { Authorization: 'Bearer r' } }).tell(notice('delivered'), never);
  expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer r' });
  expect(seen[0]?.headers).not.toHaveProperty('x-ctci-signature');
});

test.each(['slack', 'mattermost', 'teams'] as const)('%s gets a text that people can read', async (format) => {
  const { url, seen } = await server(taken);
  await webhook(url, { format }).tell(notice('delivered'), never);

  const { text } = JSON.parse(seen[0]?.body ?? '') as { text: string };
  expect(text).toMatch(/ctci\/cewl: delivered/);
  expect(text.replaceAll('\\', '')).toContain('CVE-2026-1');
  expect(text).toContain('http://ui.test/run-1');
});

test('what comes from outside is harmless in the text of Slack', async () => {
  const { url, seen } = await server(taken);
  const error = { number: 1, name: 'ApiError' as const, setting: null, message: '<!channel> & \u001b[31m', remedy: '' };
  await webhook(url, { format: 'slack' }).tell(notice('failed', { report: { ...REPORT, error } }), never);
  const { text } = JSON.parse(seen[0]?.body ?? '') as { text: string };
  expect(text).toContain('&lt;!channel&gt; &amp;');
  expect(text).not.toContain('\u001b');
});

test('an address is called as it stands, with its path and its query', async () => {
  const { url, seen } = await server(taken);
  const hook = webhook(`${url}/services/T0/B0/x?thread=1`, { pingUrl: `${url}/ping/` });
  await hook.tell(notice('delivered'), never);
  await hook.ping(never);
  expect(seen.map(({ method, url: path }) => `${method} ${path}`)).toEqual([
    'POST /services/T0/B0/x?thread=1',
    'GET /ping/',
  ]);
});

test('a fault that may pass is tried again, with a signature of its own time', async () => {
  let times = 0;
  const { url, seen } = await server((_request, response) => {
    times += 1;
    response.writeHead(times === 1 ? 500 : 200).end();
  });
  let now = 1_000_000;
  await webhook(url, { secret: 's', now: () => (now += 5_000) }).tell(notice('delivered'), never);
  expect(seen).toHaveLength(2);
  expect(seen[0]?.headers['x-ctci-signature']).not.toBe(seen[1]?.headers['x-ctci-signature']);
});

test('a refusal for good is tried once', async () => {
  const { url, seen } = await server((_request, response) => response.writeHead(404).end('no such hook'));
  const error = await failureOf(webhook(url).tell(notice('delivered'), never));
  expect(error.report()).toMatchObject({ number: 652, setting: 'outputs.webhook.config.url' });
  expect(seen).toHaveLength(1);
});

test.each([
  ['never answers', () => undefined],
  ['always answers 500', (_request: unknown, response: ServerResponse) => response.writeHead(500).end()],
] as const)('a receiver that %s holds nobody up beyond the bound', async (_words, answer) => {
  const { url } = await server(answer);
  const started = performance.now();
  const error = await failureOf(webhook(url).tell(notice('delivered'), never));
  expect(performance.now() - started).toBeLessThan(LIMITS.whole + 2_000);
  expect([650, 651, 652]).toContain(error.number);
});

test('no error shows what keeps strangers out: path, secret or header', async () => {
  const secrets = ['T0-canary-path', 'canary-query', 'canary-secret', 'canary-header'];
  const { url } = await server((request, response) =>
    response.writeHead(403).end(`no: ${request.url} ${JSON.stringify(request.headers)}`),
  );
  const hook = webhook(`${url}/${secrets[0] ?? ''}?k=${secrets[1] ?? ''}`, {
    secret: secrets[2],
    headers: { Authorization: secrets[3] ?? '' },
  });
  const { message } = await failureOf(hook.tell(notice('delivered'), never));
  for (const secret of secrets) expect(message).not.toContain(secret);
});

test('messages go through a proxy that is set, and to a server whose authority is named', async () => {
  const proxy = await server(taken);
  await webhook('http://hooks.example.com/x?k=1', { proxy: proxy.url }).tell(notice('delivered'), never);
  expect(proxy.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST http://hooks.example.com/x?k=1']);

  const certificate = await makeCertificate();
  const { url, seen } = await server(taken, certificate);
  expect((await failureOf(webhook(url).tell(notice('delivered'), never))).number).toBe(650);
  await webhook(url, { caFile: temporaryFile(certificate.cert) }).tell(notice('delivered'), never);
  expect(seen).toHaveLength(1);
});

test('whether somebody answers is asked without telling anything, and any answer will do', async () => {
  const { url, seen } = await server((_request, response) => void response.writeHead(405).end());
  expect(await webhook(`${url}/hook?key=canary`, { secret: 'canary' }).reach(never)).toBe('answers (status 405)');
  expect(seen).toMatchObject([{ method: 'OPTIONS', url: '/hook?key=canary', body: '' }]);
});

test('where nobody answers, that is an error of the webhook, which shows nothing of its path', async () => {
  const { url } = await server(() => undefined);
  const error = await failureOf(webhook(`${url}/canary`).reach(never));
  expect(error.message).not.toContain('canary');
  expect(error).toMatchObject({ id: 'webhook_timeout' });
});

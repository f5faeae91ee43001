import { expect, test } from '@jest/globals';
import { errorsOf, loadFromText, told } from '../load-from-text';

function configOf(outputs: string, webhook = ''): string {
  return `
globals: { id: "1", name: c }
inputs:
  kev:
    type: cisa_kev
    services: { kev: { outputs: ${outputs} } }
outputs:
  console: { type: console }
  webhook:
    type: webhook
    config:
      { url: "https://hooks.example.com/T0/canary-path", secret: canary-secret,
      headers: { X-Key: canary-key }${webhook} }
`;
}

test('a webhook stands beside an output that gets the list', () => {
  const [service] = loadFromText(configOf('[console, webhook]')).services();
  expect(service?.outputs.map(({ name }) => name)).toEqual(['console']);
  expect(service?.webhooks).toMatchObject([
    { name: 'webhook', config: { format: 'json', secret: 'canary-secret', headers: { 'X-Key': 'canary-key' } } },
  ]);
});

test('a service with nothing but a webhook is refused: nobody would get the list', () => {
  expect(told(errorsOf(configOf('[webhook]')))).toEqual(['25 inputs.kev.services.kev.outputs']);
});

test('address, secret and values of headers are secrets, and no part of a fingerprint', () => {
  const loaded = loadFromText(configOf('[console, webhook]', ', ping_url: "https://ping.example.com/canary-ping"'));
  expect(loaded.secrets).toEqual(
    expect.arrayContaining([
      'https://hooks.example.com/T0/canary-path',
      'canary-secret',
      'canary-key',
      'https://ping.example.com/canary-ping',
    ]),
  );
  const other = loadFromText(configOf('[console, webhook]', ', ping_url: "https://ping.example.com/other"'));
  const of = { input: 'kev', service: 'kev' };
  expect(loaded.fingerprint(of)).toBe(other.fingerprint(of));
});

test.each(['hooks.example.com', 'ftp://hooks.example.com/', 'https://user@hooks.example.com/', 'https://a b/'])(
  '%s is no address of a webhook, and stands in no error',
  (url) => {
    const errors = errorsOf(configOf('[console, webhook]').replace('https://hooks.example.com/T0/canary-path', url));
    expect(told(errors)).toEqual(['25 outputs.webhook.config.url']);
    expect(JSON.stringify(errors)).not.toContain(url);
  },
);

test('a name that no header can have is told as such', () => {
  for (const name of ['X Key', '', 'X:Key', 'Schlüssel'])
    expect(errorsOf(configOf('[console, webhook]').replace('X-Key:', `"${name}":`))).toEqual([
      expect.objectContaining({ number: 25, expected: 'a name of a header, such as X-Api-Key' }),
    ]);
});

test("CISA's catalogue has a good address of its own, and takes no credentials", () => {
  const [service] = loadFromText(configOf('[console]')).services();
  expect(service).toMatchObject({
    kind: 'list',
    type: 'cisa_kev',
    workflowId: 'c-1-kev-kev',
    inputSettings: { api_base_url: 'https://www.cisa.gov' },
    settings: { endpoint: '/sites/default/files/feeds/known_exploited_vulnerabilities.json' },
  });
  const withCredentials = configOf('[console]').replace(
    'type: cisa_kev',
    'type: cisa_kev\n    credentials: { api_token: x }',
  );
  expect(told(errorsOf(withCredentials))).toEqual(['22 inputs.kev.credentials']);
});

test.each(['Content-Length', 'host', 'TRANSFER-ENCODING', 'Connection', 'Expect', 'Content-Encoding'])(
  '%s belongs to the request itself: a value of somebody else would break every message',
  (name) => {
    expect(errorsOf(configOf('[console, webhook]').replace('X-Key:', `${name}:`))).toEqual([
      expect.objectContaining({ number: 25, expected: expect.stringContaining('not one that HTTP itself sets') }),
    ]);
  },
);

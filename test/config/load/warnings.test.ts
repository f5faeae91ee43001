import { expect, test } from '@jest/globals';
import { configWith, configWithAll, loadFromText } from '../load-from-text';

const CERTIFICATE = { address: 'collector-us.devo.io', chain: 'a', cert: 'b', key: 'c' };

test('a good configuration has no warnings', () => {
  expect(loadFromText(configWith('inputs.ctci.api_base_url', 'http://127.0.0.1:8080')).warnings).toEqual([]);
});

test.each([
  ['inputs.ctci.verify_host_ssl_cert', false, /^inputs\.ctci\.verify_host_ssl_cert: certificates are not checked/],
  ['outputs.devo_lookup.config.verify_host_ssl_cert', false, /^outputs\.devo_lookup\.config\.verify_host_ssl_cert/],
  ['inputs.ctci.api_base_url', 'http://api.ctci.ai', /^inputs\.ctci\.api_base_url: plain http/],
  [
    'outputs.legacy',
    { type: 'devo_lookup_legacy', config: { ...CERTIFICATE, lookup_name: 'CTCI_list' } },
    /^outputs\.legacy: Devo announced the end/,
  ],
  ['inputs.ctci.enabled', false, /no service is enabled/],
  [
    'inputs.ctci.services.cewl.obfuscation',
    [{ method: 'remove', fields: ['vendor', 'external_notes'] }],
    /^inputs\.ctci\.services\.cewl\.obfuscation\[0\]\.fields\[1\]: "external_notes" .*did you mean external_note\?/,
  ],
  ['inputs.ctci.credentials.api_token', 'abc', /shorter than 4 characters/],
])('%s with the value %j is a warning', (path, value, warning) => {
  expect(loadFromText(configWith(path, value)).warnings).toEqual([expect.stringMatching(warning)]);
});

test('plain http to an output is a warning', () => {
  const text = configWithAll({
    'outputs.devo_lookup.config.region': undefined,
    'outputs.devo_lookup.config.url': 'http://devo.example/lookup-api',
  });
  expect(loadFromText(text).warnings).toEqual([
    expect.stringMatching(/^outputs\.devo_lookup\.config\.url: plain http/),
  ]);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { showConfig } from '../../../../client/work/looking/show-config';

const TEXT = `globals:
  id: "10001"
  name: \${COLLECTOR_NAME}
inputs:
  ctci:
    api_base_url: https://api.ctci.ai
    credentials:
      api_token_file: token
    services:
      cewl:
        shrink_limit_percent: 30
        outputs: [devo_lookup]
outputs:
  devo_lookup:
    type: devo_lookup
    config:
      region: eu
      domain: acme
      token: \${DEVO_API_TOKEN}
      lookup_name: CEWL_List
`;
const TOKENS = ['token-of-ctci-0815', 'token-of-devo-4711'] as const;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-show-config-'));
  writeFileSync(join(folder, 'token'), TOKENS[0], { mode: 0o600 });
  writeFileSync(join(folder, 'config.yaml'), TEXT);
});
afterEach(() => rmSync(folder, { recursive: true }));

function shown(): ReturnType<typeof showConfig> {
  return showConfig(join(folder, 'config.yaml'), { COLLECTOR_NAME: 'mine', DEVO_API_TOKEN: TOKENS[1] });
}

test.each([
  ['globals.id', '10001', 'config.yaml:2'],
  ['globals.name', 'mine', 'COLLECTOR_NAME'],
  ['inputs.ctci.services.cewl.shrink_limit_percent', 30, 'config.yaml:11'],
  ['inputs.ctci.services.cewl.request_period_in_seconds', 3600, 'default'],
  ['inputs.ctci.services.cewl.outputs', ['devo_lookup'], 'config.yaml:12'],
  ['outputs.devo_lookup.config.url', 'https://api-eu.devo.com/lookup-api', 'config.yaml:17'],
  ['outputs.devo_lookup.config.token', expect.not.stringContaining('4711'), 'DEVO_API_TOKEN'],
  ['inputs.ctci.credentials.api_token', expect.not.stringContaining('0815'), 'config.yaml:8'],
] as const)('%s is shown with its value and its origin', (setting, value, origin) => {
  expect(shown().settings).toContainEqual({ setting, value, origin });
});

test('no secret is shown, neither in words nor in the document', () => {
  const text = JSON.stringify(shown());
  for (const token of TOKENS) expect(text).not.toContain(token);
});

test('a secret that is too short to be masked in a log is masked here, and so is the password of a proxy', () => {
  const proxied = TEXT.replace('services:', 'proxy: http://me:p%40@proxy.test:3128\n    services:');
  writeFileSync(join(folder, 'config.yaml'), proxied);
  const { settings, words } = showConfig(join(folder, 'config.yaml'), {
    COLLECTOR_NAME: 'mine',
    DEVO_API_TOKEN: 'xyz',
  });
  const values = new Map(settings?.map(({ setting, value }) => [setting, value]));
  expect(values.get('outputs.devo_lookup.config.token')).toBe('[redacted]');
  expect(values.get('inputs.ctci.proxy')).toBe('http://me:[redacted]@proxy.test:3128');
  expect(words).not.toMatch(/xyz|p%40/);
});

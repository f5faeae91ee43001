import { expect, test } from '@jest/globals';
import { configWith, configWithAll, errorsOf } from '../load-from-text';

const PORT_FORM = 'a port from 1 to 65535';

/** Every setting that holds an address with a port, with an address but for the port. */
const PLACES: Readonly<Record<string, string>> = {
  'globals.metrics.prometheus': '127.0.0.1:PORT',
  'globals.health.address': '[::1]:PORT',
  'globals.temporal.proxy': 'http://proxy.example.com:PORT',
  'inputs.ctci.api_base_url': 'https://api.example.com:PORT',
  'inputs.ctci.proxy': 'proxy.example.com:PORT',
  'inputs.kev.api_base_url': 'https://mirror.example.com:PORT/files',
  'inputs.threatquotient_data_puller.api_base_url': 'https://[fd00::1]:PORT/api',
  'outputs.devo_lookup.config.url': 'http://127.0.0.1:PORT/lookup-api',
  'outputs.devo_lookup.config.proxy': 'https://me:pass@proxy.example.com:PORT/',
  'outputs.http.config.url': 'http://127.0.0.1:PORT',
  'outputs.message.config.url': 'https://hooks.example.com:PORT/services?key=1',
  'outputs.message.config.ping_url': 'https://hooks.example.com:PORT?key=1',
};

const TYPES = {
  'inputs.kev.type': 'cisa_kev',
  'inputs.threatquotient_data_puller.type': 'threatquotient',
  'outputs.http.type': 'devo_http',
  'outputs.message.type': 'webhook',
};

const IMPOSSIBLE = Object.entries(PLACES).flatMap(([place, address]) =>
  ['99999', '65536', '0', '100000'].map((port) => [place, address.replace('PORT', port)] as const),
);

test.each(IMPOSSIBLE)('%s: %s is refused in words that say which ports there are', (place, value) => {
  const ours = errorsOf(configWithAll({ ...TYPES, [place]: value })).filter(({ setting }) => setting === place);
  expect(ours.map(({ expected }) => expected)).toEqual([expect.stringContaining(PORT_FORM)]);
});

test('a port that can be is not spoken of', () => {
  for (const port of ['1', '65535', '00443']) {
    expect(errorsOf(configWith('inputs.ctci.api_base_url', `https://api.example.com:${port}`))).toEqual([]);
    expect(errorsOf(configWith('inputs.ctci.proxy', `proxy.example.com:${port}`))).toEqual([]);
  }
  const words = JSON.stringify(errorsOf(configWith('inputs.ctci.api_base_url', 'ftp://api.example.com:443')));
  expect(words).not.toContain(PORT_FORM);
});

test('a bare IPv6 address, a password and a path have no port', () => {
  for (const address of ['ftp://api.example.com/x:99999', 'https://me:99999@api.example.com', 'fd00::1:9999'])
    expect(JSON.stringify(errorsOf(configWith('inputs.ctci.api_base_url', address)))).not.toContain(PORT_FORM);
});

import { expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import type { Mapping } from '../../../config/load/plain-data';
import { configWith, errorsOf, loadFromText } from '../load-from-text';

const PLACES = ['globals.metrics.prometheus', 'globals.health.address'] as const;

/** The configuration of the tests with sections of its own under `globals`. */
function withGlobals(sections: Mapping): string {
  const config = parse(configWith('globals.id', '1')) as { globals: Mapping };
  return stringify({ ...config, globals: { ...config.globals, ...sections } });
}

test.each(PLACES)('%s takes loopback addresses with a port', (place) => {
  for (const address of ['127.0.0.1:9464', 'localhost:9464', '[::1]:9464', '127.1.2.3:1'])
    expect([address, errorsOf(configWith(place, address))]).toEqual([address, []]);
});

test.each(PLACES)('%s refuses what is no IP address with a port', (place) => {
  for (const address of ['9464', ':9464', '127.0.0.1', '127.0.0.1:0', '127.0.0.1:65536', '127.0.0.1:http', '::1:9464'])
    expect([address, errorsOf(configWith(place, address))]).toMatchObject([address, [{ number: 25, setting: place }]]);
  for (const address of ['http://127.0.0.1:9464', 'collector.example:9464', '127.0.0.999:9464', '[127.0.0.1]:9464', ''])
    expect([address, errorsOf(configWith(place, address))]).toMatchObject([address, [{ number: 25, setting: place }]]);
  expect(errorsOf(configWith(place, 9464))).toMatchObject([{ number: 24, setting: place }]);
});

test.each(PLACES)('%s takes an address that other machines reach only with allow_remote beside it', (place) => {
  const [, section = '', name = ''] = place.split('.');
  for (const address of ['0.0.0.0:9464', '[::]:9464', '10.1.2.3:9464']) {
    const refused = errorsOf(withGlobals({ [section]: { [name]: address } }));
    expect(refused).toMatchObject([
      { number: 25, setting: place, found: `${address}, which other machines can reach` },
    ]);
    expect(refused[0]?.expected).toContain('allow_remote: true');
    expect(errorsOf(withGlobals({ [section]: { [name]: address, allow_remote: false } }))).toHaveLength(1);
    expect(errorsOf(withGlobals({ [section]: { [name]: address, allow_remote: true } }))).toEqual([]);
  }
});

test('metrics and health cannot have one port, whatever their addresses', () => {
  const metrics = { prometheus: '127.0.0.1:9464' };
  expect(errorsOf(withGlobals({ metrics, health: { address: '127.0.0.1:9465' } }))).toEqual([]);
  for (const address of ['127.0.0.1:9464', 'localhost:9464', '[::1]:9464'])
    expect(errorsOf(withGlobals({ metrics, health: { address } }))).toMatchObject([
      { number: 25, setting: 'globals.health.address', found: expect.stringContaining('globals.metrics.prometheus') },
    ]);
});

test('where metrics and health are offered changes nothing of the pulls', () => {
  const service = { input: 'ctci', service: 'cewl' };
  const plain = loadFromText(withGlobals({})).fingerprint(service);
  const sections = {
    metrics: { prometheus: '0.0.0.0:9464', allow_remote: true },
    health: { address: '0.0.0.0:9465', allow_remote: true },
  };
  expect(loadFromText(withGlobals(sections)).fingerprint(service)).toBe(plain);
});

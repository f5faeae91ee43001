import { expect, test } from '@jest/globals';
import { startProxy } from '../../http/local-proxy';
import { PASSWORD, Service, threatq } from './rig';

const REFUSING = 'http://127.0.0.1:9';

test('a ThreatQ of this machine is asked directly, whatever the environment says of proxies', async () => {
  const simulator = await threatq({ backlog: { count: 3, overSeconds: 10 } });
  const environment = { http_proxy: REFUSING, HTTPS_PROXY: REFUSING, ALL_PROXY: REFUSING, no_proxy: '' };
  expect(await new Service(simulator.url, { environment }).walk()).toHaveLength(3);
});

test('a proxy that is set carries login, client id and query, even to this machine', async () => {
  const simulator = await threatq({ backlog: { count: 3, overSeconds: 10 } });
  const proxy = await startProxy();
  const service = new Service(simulator.url, { proxy: `http://me:p%40ss@127.0.0.1:${proxy.port}` });
  expect(await service.walk()).toHaveLength(3);
  const paths = proxy.asked.map(({ line }) => new URL(line.split(' ')[1] ?? '').pathname);
  expect(paths).toEqual(['/assets/js/config.js', '/api/token', '/api/events/query']);
  expect(proxy.asked.map(({ authorization }) => authorization)).toEqual(
    paths.map(() => `Basic ${Buffer.from('me:p@ss').toString('base64')}`),
  );
});

test.each(['config', 'token', 'query', 'types'] as const)(
  'where a redirect of %s leads to another machine, nothing is asked there',
  async (on) => {
    const elsewhere = await threatq({ backlog: { count: 3, overSeconds: 10 } });
    const simulator = await threatq({ profile: { name: 'type-absent' }, backlog: { count: 3, overSeconds: 10 } });
    const { port } = new URL(elsewhere.url);
    for (const status of [301, 302, 303, 307, 308]) {
      simulator.clearFaults();
      simulator.fail({ fault: 'redirect', to: `http://localhost:${port}/api/token`, status, on });
      const error = await new Service(simulator.url).failure();
      expect([error.number, error.message]).toEqual([476, expect.stringContaining(`status ${String(status)}`)]);
      expect(error.message).not.toContain(PASSWORD);
    }
    expect(elsewhere.state().counters.requests).toEqual({});
  },
);

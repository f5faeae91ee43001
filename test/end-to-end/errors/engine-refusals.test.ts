import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { documentOf } from '../stage/document';
import { preparePlace } from '../stage/prepared-place';
import type { SimulatedWorld } from '../stage/simulated-world';
import type { Workplace } from '../stage/workplace';

jest.setTimeout(180_000);

const VERBS = [
  ['start'],
  ['apply'],
  ['status'],
  ['pull'],
  ['preview'],
  ['reset', 'v2'],
  ['release'],
  ['history'],
  ['verify'],
  ['check'],
  ['stop', '--yes'],
];

const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
const web = createServer((_request, response) => response.end('hello'));
let world: SimulatedWorld;
let place: Workplace;

beforeAll(async () => {
  ({ world, place } = await preparePlace());
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
});

afterAll(async () => {
  place.clear();
  web.close();
  await world.close();
});

const FAULTS: readonly (readonly [string, () => NodeJS.ProcessEnv, number, number, string])[] = [
  [
    'a namespace that is not there',
    () => ({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'nowhere' }),
    615,
    2,
    'TEMPORAL_NAMESPACE',
  ],
  ['an address with a scheme', () => ({ TEMPORAL_ADDRESS: `http://${address}` }), 600, 3, 'TEMPORAL_ADDRESS'],
  [
    'an address of a web server',
    () => ({ TEMPORAL_ADDRESS: `127.0.0.1:${(web.address() as AddressInfo).port}` }),
    616,
    3,
    'TEMPORAL_ADDRESS',
  ],
];

test.each(FAULTS)(
  'with %s every verb says so, with its own number, the setting, and exit code',
  async (_what, env, number, exit, setting) => {
    Object.assign(place.env, { TEMPORAL_NAMESPACE: 'default' }, env());
    const ends = await Promise.all(VERBS.map((verb) => place.verb(...verb, '--json')));
    for (const [index, end] of ends.entries()) {
      expect({ verb: VERBS[index], code: end.code, error: documentOf(end).error }).toMatchObject({
        verb: VERBS[index],
        code: exit,
        error: { number, setting },
      });
    }
    for (const verb of ['up', 'worker']) {
      const end = await place.verb(verb);
      expect({ verb, code: end.code, words: `${end.stdout}${end.stderr}` }).toMatchObject({
        verb,
        code: exit,
        words: expect.stringContaining(`EngineError ${number}`),
      });
    }
  },
);

test('a proxy that ends after it was tried is one error, and gRPC adds no words of its own', async () => {
  const proxy = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    proxy.close();
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  Object.assign(place.env, {
    TEMPORAL_ADDRESS: 'temporal.example.com:7233',
    https_proxy: `http://127.0.0.1:${port}`,
  });
  const { stderr, code } = await place.verb('status');
  expect(code).toBe(3);
  expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(/^EngineError 600: .*https_proxy/)]);
});

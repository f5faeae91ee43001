import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chooseProxy } from '../../../http/proxy/choose-proxy';
import { basicAuthorization } from '../../../http/proxy/proxy';
import { startProxy } from '../../http/local-proxy';
import { makeCertificate, temporaryFile } from '../../sources/certificate';
import { json } from '../../sources/ctci-server';
import { server } from '../../sources/rig';
import { runModule } from '../run-module';

interface Case {
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
}

const HOSTS = [
  'api.example.com',
  'localhost',
  'x.localhost',
  '127.0.0.1',
  '127.3.2.1',
  '10.1.2.3',
  '[::1]',
  '[fd00::1]',
  '[::ffff:127.0.0.1]',
  'EXAMPLE.com.',
];
const PROXIES = [
  '',
  ' ',
  'p:3128',
  'http://p',
  'https://[fd00::5]:8443/',
  'me:p%40ss@p:1',
  'http://me@p:1',
  'http://me:100%@p:1',
  'socks5://p:1',
  'http://u:1#w@p:2',
  'http://u:p#w@p:2',
  '"p:1"',
  'http://p:1/x',
  'p:99999',
  'https://me:x@[fd00::5]:0/',
];
const EXCEPTIONS = [
  '',
  '*',
  '*:443',
  'example.com',
  '.example.com:443',
  '*.example.com',
  '10.0.0.0/8',
  '10.1.2.0/24:8443',
  '10.0.0.0/99',
  'fd00::/8',
  '[fd00::1]:443',
  'fd00:0:0:0:0:0:0:1',
  '.',
  ':443',
  ' , api.example.com',
];

const cases: fc.Arbitrary<Case> = fc.record({
  url: fc
    .tuple(fc.constantFrom('http', 'https'), fc.constantFrom(...HOSTS), fc.constantFrom('', ':8443'))
    .map(([scheme, host, port]) => `${scheme}://${host}${port}/x`),
  environment: fc
    .dictionary(
      fc.constantFrom('http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'),
      fc.constantFrom(...PROXIES),
      { maxKeys: 3, noNullPrototype: true },
    )
    .chain((proxies) =>
      fc
        .dictionary(fc.constantFrom('no_proxy', 'NO_PROXY'), fc.constantFrom(...EXCEPTIONS), {
          maxKeys: 2,
          noNullPrototype: true,
        })
        .map((no) => ({ ...proxies, ...no })),
    ),
});

function chosenBuilt({ url, environment }: Case): string {
  try {
    const proxy = chooseProxy(new URL(url), undefined, environment);
    if (proxy === null) return 'directly';
    return [
      proxy.namedBy,
      `${proxy.protocol}:`,
      proxy.host,
      proxy.port,
      basicAuthorization(proxy)['proxy-authorization'] ?? null,
    ].join(' ');
  } catch (error) {
    return `refused: ${String(error).split(' ').slice(0, 4).join(' ')}`;
  }
}

test('what runs before the build chooses proxies as what is built does', async () => {
  const samples = fc.sample(cases, { numRuns: 700, seed: 20_260_310 });
  const outcome = await runModule(`
    const { proxyFor } = await setup('proxy');
    return ${JSON.stringify(samples)}.map(({ url, environment }) => {
      try {
        const proxy = proxyFor(new URL(url), environment);
        if (proxy === null) return 'directly';
        return [proxy.namedBy, proxy.protocol, proxy.host, proxy.port, proxy.authorization].join(' ');
      } catch (error) {
        return 'refused: ' + String(error).split(' ').slice(0, 4).join(' ');
      }
    });`);
  expect(outcome.stderr).toBe('');
  const chosen = JSON.parse(outcome.stdout) as string[];
  for (const [index, sample] of samples.entries())
    expect([sample, chosen[index]]).toEqual([sample, chosenBuilt(sample)]);
  expect(new Set(chosen).size).toBeGreaterThan(15);
});

test.each(['http', 'https'] as const)(
  'what runs before the build checks an https proxy by its own name, for an %s peer too',
  async (scheme) => {
    const [own, peers] = [await makeCertificate('localhost'), await makeCertificate('peer.test')];
    const peer = await server((_request, response) => json(response, []), scheme === 'https' ? peers : undefined);
    const proxy = await startProxy(own);
    const outcome = await runModule(
      `
    const { httpGet } = await setup('http-get');
    const environment = { ALL_PROXY: 'https://localhost:${proxy.port}' };
    const answer = await httpGet('${scheme}://peer.test:${peer.port}/', environment, AbortSignal.timeout(10_000));
    answer.resume();
    return answer.statusCode;`,
      { NODE_EXTRA_CA_CERTS: temporaryFile(`${own.cert}\n${peers.cert}`) },
    );
    expect(outcome).toMatchObject({ stdout: '200', stderr: '' });
    expect(proxy.asked).toHaveLength(1);
  },
);

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { makeCertificate, temporaryFile } from './certificate';
import { json } from './ctci-server';
import { startProxy } from '../http/local-proxy';
import { failureOf, fetchFull, keptRows, KEY, never, server, source } from './rig';

const LIST = [{ CVE: 'CVE-1' }];

test('https goes through a tunnel of an http proxy, which sees the host name and never the key', async () => {
  const certificate = await makeCertificate();
  const ctci = await server((_request, response) => json(response, LIST), certificate);
  const proxy = await startProxy();
  const environment = { HTTPS_PROXY: `http://me:p%40ss@127.0.0.1:${proxy.port}`, HTTP_PROXY: 'http://127.0.0.1:9' };
  const from = source(`https://ctci.test:${ctci.port}`, { environment, caFile: temporaryFile(certificate.cert) });

  expect((await fetchFull(from)).received).toBe(1);
  expect((await fetchFull(from)).received).toBe(1);

  expect(ctci.seen[0]?.headers).toMatchObject({ 'x-api-key': KEY, host: `ctci.test:${ctci.port}` });
  expect(ctci.seen[0]?.headers['proxy-authorization']).toBeUndefined();
  expect(proxy.asked[0]).toMatchObject({
    line: `CONNECT ctci.test:${ctci.port}`,
    authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
  });
  expect(JSON.stringify(proxy.asked)).not.toContain(KEY);
});

test('the certificate is checked through the tunnel as well', async () => {
  const certificate = await makeCertificate('other.test');
  const ctci = await server((_request, response) => json(response, LIST), certificate);
  const proxy = await startProxy();
  const environment = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
  const url = `https://ctci.test:${ctci.port}`;

  const unknown = await failureOf(source(url, { environment }).fetchList({ digest: null }, never, keptRows));
  const foreign = await failureOf(
    source(url, { environment, caFile: temporaryFile(certificate.cert) }).fetchList({ digest: null }, never, keptRows),
  );

  expect(unknown).toMatchObject({
    id: 'ctci_unreachable',
    retryable: false,
    message: expect.stringContaining('self-signed'),
  });
  expect(foreign).toMatchObject({
    id: 'ctci_unreachable',
    retryable: false,
    message: expect.stringContaining('ALTNAME'),
  });
  expect(ctci.seen).toHaveLength(0);
});

test('a proxy that is itself spoken to by https carries the tunnel', async () => {
  const certificate = await makeCertificate();
  const ctci = await server((_request, response) => json(response, LIST), certificate);
  const proxy = await startProxy(certificate);
  const environment = { https_proxy: `https://127.0.0.1:${proxy.port}` };

  const list = await fetchFull(
    source(`https://ctci.test:${ctci.port}`, { environment, caFile: temporaryFile(certificate.cert) }),
  );

  expect(list.received).toBe(1);
  expect(proxy.asked).toHaveLength(1);
});

test.each(['http', 'https'] as const)(
  'the certificate of an https proxy is checked by the name of the proxy, not by that of an %s peer',
  async (scheme) => {
    const [own, peers] = [await makeCertificate('localhost'), await makeCertificate('ctci.test')];
    const ctci = await server((_request, response) => json(response, LIST), scheme === 'https' ? peers : undefined);
    const proxy = await startProxy(own);
    const environment = { ALL_PROXY: `https://localhost:${proxy.port}` };

    const list = await fetchFull(
      source(`${scheme}://ctci.test:${ctci.port}`, {
        environment,
        caFile: temporaryFile(`${own.cert}\n${peers.cert}`),
      }),
    );

    expect(list.received).toBe(1);
    expect(proxy.asked).toHaveLength(1);
  },
);

test.each(['http', 'https'] as const)(
  'an https proxy with the certificate of the %s peer is not taken for the proxy',
  async (scheme) => {
    const peers = await makeCertificate('ctci.test');
    const ctci = await server((_request, response) => json(response, LIST), scheme === 'https' ? peers : undefined);
    const proxy = await startProxy(peers);
    const environment = { ALL_PROXY: `https://localhost:${proxy.port}` };

    const error = await failureOf(
      source(`${scheme}://ctci.test:${ctci.port}`, { environment, caFile: temporaryFile(peers.cert) }).fetchList(
        { digest: null },
        never,
        keptRows,
      ),
    );

    expect(error.message).toContain('does not match certificate');
    expect(proxy.asked).toHaveLength(0);
  },
);

test('plain http is asked of the proxy by its whole address', async () => {
  const ctci = await server((_request, response) => json(response, LIST));
  const proxy = await startProxy();

  await fetchFull(source(`http://ctci.test:${ctci.port}`, { environment: { http_proxy: `127.0.0.1:${proxy.port}` } }));

  expect(proxy.asked[0]?.line).toBe(`GET http://ctci.test:${ctci.port}/api/v1/cewl`);
});

test('an address of this machine is asked directly, whatever the variables say', async () => {
  const ctci = await server((_request, response) => json(response, LIST));

  for (const url of [ctci.url, ctci.url.replace('127.0.0.1', 'localhost')]) {
    await fetchFull(
      source(url, {
        environment: { HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9', ALL_PROXY: 'x' },
      }),
    );
  }

  expect(ctci.seen).toHaveLength(2);
});

test('the setting names the proxy whatever the peer and the variables are', async () => {
  const ctci = await server((_request, response) => json(response, LIST));
  const proxy = await startProxy();
  const environment = { HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '*' };

  await fetchFull(source(ctci.url, { environment, proxy: `http://me:p%40ss@127.0.0.1:${proxy.port}` }));

  expect(proxy.asked).toEqual([
    expect.objectContaining({
      line: `GET ${ctci.url}/api/v1/cewl`,
      authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}`,
    }),
  ]);
  expect(ctci.seen[0]?.headers['proxy-authorization']).toBeUndefined();
});

test('a proxy that is not there is named, with who named it', async () => {
  const error = await failureOf(
    source('https://ctci.test', { environment: { https_proxy: 'http://me:hunter2@127.0.0.1:9' } }).fetchList(
      { digest: null },
      never,
      keptRows,
    ),
  );

  expect(error).toMatchObject({ id: 'ctci_unreachable', retryable: true });
  expect(error.message).toContain('the proxy 127.0.0.1:9 of https_proxy cannot be used: connect ECONNREFUSED');
  expect(error.message).not.toContain('hunter2');
});

test('no connection to a silent proxy stays open when the request is given up', async () => {
  const proxy = await startProxy(undefined, 'silent');
  const from = source('https://ctci.test', {
    environment: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
    connectTimeoutMs: 50,
  });

  for (let round = 0; round < 3; round += 1)
    expect(await failureOf(from.fetchList({ digest: null }, never, keptRows))).toMatchObject({ id: 'ctci_timeout' });

  await proxy.emptied();
});

test('a proxy that refuses is named, and the key stays here', async () => {
  const [login, broken] = [await startProxy(undefined, 407), await startProxy(undefined, 502)];
  const through = (port: number): Promise<unknown> =>
    source('https://ctci.test', { environment: { HTTPS_PROXY: `http://127.0.0.1:${port}` } }).fetchList(
      { digest: null },
      never,
      keptRows,
    );

  expect(await failureOf(through(login.port))).toMatchObject({
    id: 'ctci_unreachable',
    retryable: false,
    message: expect.stringContaining(`the proxy 127.0.0.1:${login.port} of HTTPS_PROXY wants a login`),
  });
  expect(await failureOf(through(broken.port))).toMatchObject({
    id: 'ctci_unreachable',
    setting: 'HTTPS_PROXY',
    retryable: true,
    message: expect.stringContaining('does not let the request through: status 502'),
  });
  expect(JSON.stringify([login.asked, broken.asked])).not.toContain(KEY);
});

test('without TLS too it is the proxy that is named when it wants a login, or is not there', async () => {
  const proxy = createServer((_request, answer) => answer.writeHead(407).end()).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  const through = (settings: { environment?: NodeJS.ProcessEnv; proxy?: string }): Promise<unknown> =>
    failureOf(source('http://ctci.test', settings).fetchList({ digest: null }, never, keptRows));

  expect(await through({ environment: { HTTP_PROXY: `http://127.0.0.1:${port}` } })).toMatchObject({
    id: 'ctci_unreachable',
    setting: 'HTTP_PROXY',
    message: expect.stringContaining('the proxy wants a login'),
  });
  expect(await through({ proxy: `http://127.0.0.1:${port}` })).toMatchObject({
    setting: expect.stringMatching(/^inputs\..*\.proxy$/),
  });
  proxy.close();
  await once(proxy, 'close');
  expect(await through({ environment: { HTTP_PROXY: `http://127.0.0.1:${port}` } })).toMatchObject({
    id: 'ctci_unreachable',
    setting: 'HTTP_PROXY',
    retryable: true,
    message: expect.stringContaining(`the proxy 127.0.0.1:${port} of HTTP_PROXY cannot be used`),
  });
});

test('a proxy that cannot be used is named by its variable, without its password', async () => {
  const environment = { HTTPS_PROXY: 'socks5://me:hunter2@127.0.0.1:1080' };

  const error = await failureOf(
    source('https://ctci.test', { environment }).fetchList({ digest: null }, never, keptRows),
  );

  expect(error).toMatchObject({ id: 'ctci_unreachable', setting: 'HTTPS_PROXY', retryable: false });
  expect(error.message).toContain('HTTPS_PROXY names a socks5 proxy; only http and https proxies can be used');
  expect(error.message).not.toContain('hunter2');
});

import { expect, test } from '@jest/globals';
import { makeCertificate, temporaryFile } from './certificate';
import { json } from './ctci-server';
import { failureOf, fetchFull, keptRows, KEY, never, server, source } from './rig';

const LIST = [{ CVE: 'CVE-1' }];

test.each([301, 302, 303, 307, 308])(
  'a %d to another path of the same host is followed with the key',
  async (status) => {
    const ctci = await server((request, response) => {
      if (request.url === '/moved?page=1') json(response, LIST);
      else json(response, '', status, { location: '/moved?page=1' });
    });

    const list = await fetchFull(source(ctci.url));

    expect(list).toMatchObject({ received: 1, requests: 2 });
    expect(ctci.seen.map((request) => [request.url, request.headers['x-api-key']])).toEqual([
      ['/api/v1/cewl', KEY],
      ['/moved?page=1', KEY],
    ]);
  },
);

test('from http the same host is followed to https', async () => {
  const certificate = await makeCertificate();
  const secure = await server((_request, response) => json(response, LIST), certificate);
  const plain = await server((request, response) =>
    json(response, '', 301, { location: `${secure.url}${request.url}` }),
  );

  const list = await fetchFull(source(plain.url, { caFile: temporaryFile(certificate.cert) }));

  expect(list.received).toBe(1);
  expect(secure.seen[0]?.headers['x-api-key']).toBe(KEY);
});

test('another host, another port, a step down to http and other schemes never see the key', async () => {
  const certificate = await makeCertificate();
  const thief = await server((_request, response) => json(response, LIST));
  const neighbour = await server((_request, response) => json(response, LIST), certificate);
  const targets = [
    neighbour.url,
    thief.url,
    thief.url.replace('127.0.0.1', 'localhost'),
    `//localhost:${thief.port}/x`,
    `http://user@localhost:${thief.port}`,
    'file:///etc/passwd',
    'data:application/json,[]',
    'http://[',
  ];
  for (const location of targets) {
    const ctci = await server((_request, response) => json(response, '', 302, { location }), certificate);

    const error = await failureOf(
      source(ctci.url, { caFile: temporaryFile(certificate.cert) }).fetchList({ digest: null }, never, keptRows),
    );

    expect(error).toMatchObject({ id: 'ctci_redirect', retryable: false, setting: 'inputs.ctci.api_base_url' });
  }
  const plain = await server((_request, response) => json(response, '', 302, { location: thief.url }));
  expect(await failureOf(source(plain.url).fetchList({ digest: null }, never, keptRows))).toMatchObject({
    id: 'ctci_redirect',
  });
  expect([...thief.seen, ...neighbour.seen]).toHaveLength(0);
});

test('the error says where it would lead, without query and credentials', async () => {
  const ctci = await server((_request, response) =>
    json(response, '', 302, { location: `https://me:secret@login.example/sso/${KEY}?token=abc#x` }),
  );

  const error = await failureOf(source(ctci.url).fetchList({ digest: null }, never, keptRows));

  expect(error.message).toMatch(
    /: status 302, redirect to https:\/\/login\.example\/sso\/\[redacted\], an empty body$/,
  );
});

test('more than three redirects are a loop', async () => {
  let hops = 0;
  const ctci = await server((_request, response) => json(response, '', 302, { location: `/hop${hops++}` }));

  const error = await failureOf(source(ctci.url).fetchList({ digest: null }, never, keptRows));

  expect(error).toMatchObject({ id: 'ctci_redirect', message: expect.stringContaining('the 4th redirect') });
  expect(ctci.seen).toHaveLength(4);
});

test('a redirect to nowhere is an unexpected status', async () => {
  const ctci = await server((_request, response) => json(response, 'gone', 302));

  expect(await failureOf(source(ctci.url).fetchList({ digest: null }, never, keptRows))).toMatchObject({
    id: 'ctci_status',
    retryable: false,
  });
});

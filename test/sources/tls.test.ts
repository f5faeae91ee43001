import { expect, test } from '@jest/globals';
import { makeCertificate, temporaryFile } from './certificate';
import { json } from './ctci-server';
import { failureOf, fetchFull, keptRows, never, server, source } from './rig';

const LIST = [{ CVE: 'CVE-1' }];

test('a certificate of an unknown authority is refused, and the request is never made', async () => {
  const ctci = await server((_request, response) => json(response, LIST), await makeCertificate());

  const error = await failureOf(source(ctci.url).fetchList({ digest: null }, never, keptRows));

  expect(error).toMatchObject({ id: 'ctci_unreachable', retryable: false, setting: 'inputs.ctci.api_base_url' });
  expect(error.message).toMatch(/TLS fails: .*self-signed/);
  expect(ctci.seen).toHaveLength(0);
});

test('a CA file makes its authority trusted', async () => {
  const certificate = await makeCertificate();
  const ctci = await server((_request, response) => json(response, LIST), certificate);

  expect((await fetchFull(source(ctci.url, { caFile: temporaryFile(certificate.cert) }))).received).toBe(1);
});

test('a CA file is added to the authorities of NODE_EXTRA_CA_CERTS', async () => {
  const certificate = await makeCertificate();
  const other = await makeCertificate('other.test');
  const ctci = await server((_request, response) => json(response, LIST), certificate);
  const environment = { NODE_EXTRA_CA_CERTS: temporaryFile(certificate.cert) };

  expect((await fetchFull(source(ctci.url, { caFile: temporaryFile(other.cert), environment }))).received).toBe(1);
});

test('a trusted certificate of another host or one that has expired is refused', async () => {
  const expired = await makeCertificate('ctci.test', new Date(Date.now() - 3_600_000));
  const late = await server((_request, response) => json(response, LIST), expired);
  const certificate = await makeCertificate('ctci.test');
  const ctci = await server((_request, response) => json(response, LIST), certificate);
  const byAnotherName = `https://localhost:${ctci.port}`;

  expect(
    await failureOf(
      source(late.url, { caFile: temporaryFile(expired.cert) }).fetchList({ digest: null }, never, keptRows),
    ),
  ).toMatchObject({ id: 'ctci_unreachable', retryable: false, message: expect.stringContaining('CERT_HAS_EXPIRED') });
  expect(
    await failureOf(
      source(byAnotherName, { caFile: temporaryFile(certificate.cert) }).fetchList({ digest: null }, never, keptRows),
    ),
  ).toMatchObject({
    id: 'ctci_unreachable',
    retryable: false,
    message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
  });
  expect([...late.seen, ...ctci.seen]).toHaveLength(0);
});

test('verify_host_ssl_cert false takes any certificate', async () => {
  const ctci = await server(
    (_request, response) => json(response, LIST),
    await makeCertificate('other.test', new Date(0)),
  );

  expect((await fetchFull(source(ctci.url, { verifyHostSslCert: false }))).received).toBe(1);
});

test('https spoken to a plain http server is a failure of TLS', async () => {
  const ctci = await server((_request, response) => json(response, LIST));

  const error = await failureOf(
    source(ctci.url.replace('http:', 'https:')).fetchList({ digest: null }, never, keptRows),
  );

  expect(error).toMatchObject({
    id: 'ctci_unreachable',
    retryable: false,
    message: expect.stringContaining('TLS fails'),
  });
});

test('a CA file that is missing or holds no certificate names its setting', async () => {
  for (const caFile of ['/nowhere/ca.pem', temporaryFile('not a certificate')]) {
    const error = await failureOf(
      source('https://127.0.0.1:9', { caFile }).fetchList({ digest: null }, never, keptRows),
    );
    expect(error).toMatchObject({ id: 'certificate_unreadable', setting: 'inputs.ctci.ca_file', retryable: false });
  }
});

test('NODE_EXTRA_CA_CERTS is named when its file cannot be used beside a CA file', async () => {
  const certificate = await makeCertificate();
  for (const extra of ['/nowhere/extra.pem', temporaryFile('not a certificate')]) {
    const from = source('https://127.0.0.1:9', {
      caFile: temporaryFile(certificate.cert),
      environment: { NODE_EXTRA_CA_CERTS: extra },
    });
    expect(await failureOf(from.fetchList({ digest: null }, never, keptRows))).toMatchObject({
      id: 'certificate_unreadable',
      setting: 'NODE_EXTRA_CA_CERTS',
      message: expect.stringContaining(extra),
    });
  }
});

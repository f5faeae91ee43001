import { expect, test } from '@jest/globals';
import { makeCertificate, temporaryFile } from '../certificate';
import { Service, threatq } from './rig';

test('a certificate that nobody vouches for is an error of its own, and not taken for a wrong login', async () => {
  const simulator = await threatq({ tls: await makeCertificate(), backlog: { count: 3, overSeconds: 10 } });
  const error = await new Service(simulator.url).failure();
  expect([error.number, error.retryable, error.setting]).toEqual([471, false, 'inputs.threatq.api_base_url']);
  expect(simulator.state().counters.requests).toEqual({});
});

test('a certificate is trusted by its authority, or when the check is switched off', async () => {
  const certificate = await makeCertificate();
  const simulator = await threatq({ tls: certificate, backlog: { count: 3, overSeconds: 10 } });
  expect(await new Service(simulator.url, { caFile: temporaryFile(certificate.cert) }).walk()).toHaveLength(3);
  expect(await new Service(simulator.url, { verifyHostSslCert: false }).walk()).toHaveLength(3);
});

test('a certificate that has expired, or belongs to another name, is refused in words', async () => {
  const expired = await makeCertificate('ctci.test', new Date(Date.now() - 3600_000));
  const simulator = await threatq({ tls: expired });
  const old = await new Service(simulator.url, { caFile: temporaryFile(expired.cert) }).failure();
  expect([old.number, old.message]).toEqual([471, expect.stringContaining('expired')]);
  const other = await makeCertificate();
  const elsewhere = await threatq({ tls: other });
  const url = elsewhere.url.replace('127.0.0.1', 'localhost');
  const wrongName = await new Service(url, { caFile: temporaryFile(other.cert) }).failure();
  expect([wrongName.number, wrongName.message]).toEqual([471, expect.stringMatching(/altnames|does not match/)]);
});

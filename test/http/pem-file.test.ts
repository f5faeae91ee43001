import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { certificateIn, privateKeyIn, withoutByteOrderMark } from '../../http/pem-file';
import { makeAuthority } from '../outputs/devo-events/certificates';

const PATH = '/etc/devo/acme.key';
const PASS = { cipher: 'aes-256-cbc', passphrase: 'example' };
/** The beginning of a PKCS#12 file as `openssl pkcs12 -export` writes it. */
const PKCS12 = Buffer.from('MIIKBwIBAzCCCb0GCSqGSIb3DQEHAaCCCa4E', 'base64');

let cert: string;
let key: string;

beforeAll(async () => {
  ({ cert, key } = await makeAuthority('a test', 'rsa'));
});

function faultOf(content: string | Buffer, read: typeof privateKeyIn | typeof certificateIn): string {
  try {
    read(Buffer.from(content), PATH);
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

test('a key with a passphrase is called encrypted, in each of its forms, with the command that helps', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  for (const pem of [
    createPrivateKey(key).export({ type: 'pkcs8', format: 'pem', ...PASS }),
    createPrivateKey(key).export({ type: 'pkcs1', format: 'pem', ...PASS }),
    ec.export({ type: 'sec1', format: 'pem', ...PASS }),
  ]) {
    const fault = faultOf(pem, privateKeyIn);
    expect(fault).toContain(`${PATH} is encrypted; the collector takes a key without a passphrase`);
    expect(fault).toContain(`openssl pkey -in ${PATH} -out ${PATH}.plain, then chmod 600`);
  }
});

test('PKCS#12, DER and keystores are called by their names, with the command that helps', () => {
  const der = {
    cert: new X509Certificate(cert).raw,
    key: createPrivateKey(key).export({ type: 'pkcs8', format: 'der' }),
  };
  expect(faultOf(PKCS12, privateKeyIn)).toContain(
    `is a PKCS#12 file (.p12, .pfx), not PEM. Take its parts out with: openssl pkcs12 -in ${PATH} -nocerts -nodes`,
  );
  expect(faultOf(PKCS12, certificateIn)).toContain('-clcerts -nokeys');
  expect(faultOf(der.cert, certificateIn)).toContain(
    `is in DER form (binary), not PEM. Turn it into PEM with: openssl x509 -inform der -in ${PATH}`,
  );
  expect(faultOf(der.key, privateKeyIn)).toContain('openssl pkey -inform der');
  expect(faultOf(Buffer.from([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2]), privateKeyIn)).toContain('is a Java keystore');
});

test('PEM whose line breaks were lost is told so', () => {
  for (const [pem, read] of [
    [cert, certificateIn],
    [key, privateKeyIn],
  ] as const) {
    const text = pem.trim();
    expect(faultOf(text.replace(/\r?\n/g, ' '), read)).toContain(
      'is PEM whose line breaks became blanks, or were lost',
    );
    expect(faultOf(text.replace(/\r?\n/g, ''), read)).toContain('is PEM whose line breaks became blanks, or were lost');
    expect(faultOf(text.replace(/\r?\n/g, '\\n'), read)).toContain('is PEM whose line breaks became the two signs \\n');
  }
});

test('what is there in place of what is wanted is named', () => {
  expect(faultOf(cert, privateKeyIn)).toContain('holds CERTIFICATE and no PRIVATE KEY');
  expect(faultOf(key, certificateIn)).toMatch(/holds (?:RSA )?PRIVATE KEY and no CERTIFICATE/);
  expect(
    faultOf('-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\n', privateKeyIn),
  ).toContain('is a key of OpenSSH');
  expect(faultOf('<!DOCTYPE html><html>', certificateIn)).toContain('is not in PEM form, but a web page');
  expect(faultOf('', certificateIn)).toContain('is empty');
  expect(faultOf(Buffer.from(`\ufeff${cert}`, 'utf16le'), certificateIn)).toContain('UTF-16');
  expect(faultOf('hello', privateKeyIn)).toContain('is not in PEM form');
  expect(faultOf(cert.slice(0, 400), certificateIn)).toContain('damaged');
});

test('what can be used is used: with either line ending, words around it, and a byte order mark', () => {
  for (const write of [
    (pem: string) => pem,
    (pem: string) => pem.replace(/\r?\n/g, '\r\n'),
    (pem: string) => `Bag Attributes: none\n${pem}`,
    (pem: string) => `\ufeff${pem}`,
  ]) {
    expect(certificateIn(withoutByteOrderMark(Buffer.from(write(cert))), PATH).subject).toContain('a test');
    expect(privateKeyIn(withoutByteOrderMark(Buffer.from(write(key))), PATH).type).toBe('private');
  }
});

test('no fault quotes the file', () => {
  const middle = key.split('\n')[2]?.slice(0, 20) ?? '';
  for (const spoilt of [key.replace(/\n/g, ' '), key.slice(0, 600), key.replace(/PRIVATE/g, 'PUBLIC')])
    expect(faultOf(spoilt, privateKeyIn)).not.toContain(middle);
});

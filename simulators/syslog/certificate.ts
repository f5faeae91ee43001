import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** A key and its certificate, PEM, and what is needed to issue with it. */
export interface Identity {
  readonly name: string;
  readonly key: string;
  readonly cert: string;
  readonly privateKey: KeyObject;
  readonly keyId: Buffer;
}

export type CertificateUse =
  | { readonly kind: 'authority' }
  /** For this host name, and for 127.0.0.1. */
  | { readonly kind: 'server'; readonly host: string }
  /** For this host name alone. */
  | { readonly kind: 'other-server'; readonly host: string }
  | { readonly kind: 'client' };

const DAY_MS = 86_400_000;

/** A clock that is behind by days must not make a certificate look as if it were of the future. */
const DAYS_BEFORE = 30;
export const CERTIFICATE_DAYS = 365;

/**
 * Makes a key (P-256) and an X.509 certificate for it, which Node's own crypto reads but does not write. DER of RFC
 * 5280: just what a local authority, a server and a client need.
 *
 * @param issuer null for an authority, which signs itself
 * @param now epoch milliseconds
 */
export function issueCertificate(name: string, use: CertificateUse, issuer: Identity | null, now: number): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKeyInfo = publicKey.export({ type: 'spki', format: 'der' });
  // only a name for the key; RFC 5280 4.2.1.2 suggests it
  const keyId = createHash('sha1').update(publicKeyInfo).digest();
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    nameOf(issuer?.name ?? name),
    sequence(utcTime(now - DAYS_BEFORE * DAY_MS), utcTime(now + CERTIFICATE_DAYS * DAY_MS)),
    nameOf(name),
    publicKeyInfo,
    der(0xa3, sequence(...extensionsOf(use, keyId, issuer?.keyId ?? keyId))),
  );
  const signature = sign('sha256', body, issuer?.privateKey ?? privateKey);
  return {
    name,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(sequence(body, ECDSA_WITH_SHA256, bitString(signature))),
    privateKey,
    keyId,
  };
}

function extensionsOf(use: CertificateUse, keyId: Buffer, issuerKeyId: Buffer): readonly Buffer[] {
  const common = [extension('2.5.29.14', der(0x04, keyId)), extension('2.5.29.35', sequence(der(0x80, issuerKeyId)))];
  switch (use.kind) {
    case 'authority':
      return [
        ...common,
        extension('2.5.29.19', sequence(TRUE), true),
        extension('2.5.29.15', der(0x03, Buffer.from([1, 0b0000_0110])), true), // signs certificates and revocations
      ];
    case 'server':
    case 'other-server': {
      const host = der(0x82, Buffer.from(use.host, 'latin1'));
      const names = sequence(host, ...(use.kind === 'server' ? [der(0x87, Buffer.from([127, 0, 0, 1]))] : []));
      return [
        ...common,
        extension('2.5.29.37', sequence(identifier('1.3.6.1.5.5.7.3.1'))),
        extension('2.5.29.17', names),
      ];
    }
    case 'client':
      return [...common, extension('2.5.29.37', sequence(identifier('1.3.6.1.5.5.7.3.2')))];
  }
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(identifier(id), ...(isCritical ? [TRUE] : []), der(0x04, value));
}

const TRUE = Buffer.from([0x01, 0x01, 0xff]);
const ECDSA_WITH_SHA256 = sequence(identifier('1.2.840.10045.4.3.2'));

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(identifier('2.5.4.3'), der(0x0c, Buffer.from(commonName)))));
}

function utcTime(epochMs: number): Buffer {
  const digits = new Date(epochMs).toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`, 'latin1'));
}

function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

/** @param bytes of a number that is not negative: its first bit is 0 */
function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function bitString(bytes: Buffer): Buffer {
  return der(0x03, Buffer.from([0]), bytes);
}

function sequence(...pieces: readonly Buffer[]): Buffer {
  return der(0x30, ...pieces);
}

function der(tag: number, ...pieces: readonly Buffer[]): Buffer {
  const content = Buffer.concat(pieces);
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(content.length)]), content]);
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >>> 8, length & 0xff];
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

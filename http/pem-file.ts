import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** A file that cannot be used for TLS, and why: `key.pem is encrypted; ...`. */
export class UnusableFile extends Error {
  constructor(path: string, fault: string) {
    super(`${path} ${fault}`);
  }
}

/** The first certificate of a file. Throws UnusableFile. */
export function certificateIn(content: Buffer, path: string): X509Certificate {
  return parsed(() => new X509Certificate(content), content, path, 'CERTIFICATE');
}

/** The private key of a file. Throws UnusableFile. */
export function privateKeyIn(content: Buffer, path: string): KeyObject {
  return parsed(() => createPrivateKey(content), content, path, 'PRIVATE KEY');
}

/** A byte order mark, as some editors write it, hides the first line from OpenSSL. */
export function withoutByteOrderMark(content: Buffer): Buffer {
  return startsWith(content, [0xef, 0xbb, 0xbf]) ? content.subarray(3) : content;
}

type Wanted = 'CERTIFICATE' | 'PRIVATE KEY';

function parsed<T>(parse: () => T, content: Buffer, path: string, wanted: Wanted): T {
  try {
    // Node takes DER for a certificate too, but not where a connection is made.
    if (content.includes('-----BEGIN ')) return parse();
  } catch {
    // OpenSSL's words are of no help here, and the cause could quote the file.
  }
  throw new UnusableFile(path, fault(content, path, wanted));
}

/** What a file holds in place of what is wanted, by its first bytes, and the way out where there is one. */
function fault(content: Buffer, path: string, wanted: Wanted): string {
  const text = content.toString('latin1');
  if (text.trim() === '') return 'is empty';
  if (startsWith(content, [0xff, 0xfe]) || startsWith(content, [0xfe, 0xff]))
    return 'is text in UTF-16; write it as UTF-8 or ASCII';
  if (startsWith(content, [0xfe, 0xed, 0xfe, 0xed]))
    return 'is a Java keystore, not PEM; export its certificates and key as PEM (keytool, then openssl pkcs12)';
  if (content[0] === 0x30) return binaryFault(content, path, wanted);
  if (!text.includes('-----BEGIN '))
    return text.trimStart().startsWith('<') ? 'is not in PEM form, but a web page' : 'is not in PEM form';
  return pemFault(text, path, wanted);
}

function pemFault(text: string, path: string, wanted: Wanted): string {
  if (wanted === 'PRIVATE KEY' && /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: *4,ENCRYPTED/.test(text)) {
    return (
      'is encrypted; the collector takes a key without a passphrase. Make one with: openssl pkey ' +
      `-in ${path} -out ${path}.plain, then chmod 600 ${path}.plain`
    );
  }
  if (/-----BEGIN [A-Z0-9 ]+-----(?!\r?\n)/.test(text)) {
    const became = text.includes('\\n') ? 'the two signs \\n' : 'blanks, or were lost';
    return `is PEM whose line breaks became ${became}; put each of its lines on a line of its own again`;
  }
  if (text.includes('BEGIN OPENSSH PRIVATE KEY'))
    return 'is a key of OpenSSH; TLS takes PKCS#8 or PKCS#1 (BEGIN PRIVATE KEY, BEGIN RSA PRIVATE KEY)';
  const held = [...new Set([...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, name]) => name))].join(' and ');
  const isThere =
    wanted === 'CERTIFICATE'
      ? /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(text)
      : /-----BEGIN (?:[A-Z0-9]+ )?PRIVATE KEY-----/.test(text);
  if (!isThere) return `holds ${held === '' ? 'another kind of PEM' : held} and no ${wanted}`;
  return `is PEM, but its ${wanted} is damaged: cut short, or changed when it was copied`;
}

/** DER: a PKCS#12 file begins with its version, 3; anything else is a certificate or a key as it stands. */
function binaryFault(content: Buffer, path: string, wanted: Wanted): string {
  const isPkcs12 = content.subarray(0, 16).includes(Buffer.from([0x02, 0x01, 0x03]));
  const out = `-out ${path}.pem`;
  if (isPkcs12) {
    const what = wanted === 'CERTIFICATE' ? '-clcerts -nokeys' : '-nocerts -nodes';
    return (
      'is a PKCS#12 file (.p12, .pfx), not PEM. Take its parts out with: openssl pkcs12 -in ' + `${path} ${what} ${out}`
    );
  }
  return (
    'is in DER form (binary), not PEM. Turn it into PEM with: openssl ' +
    `${wanted === 'CERTIFICATE' ? 'x509' : 'pkey'} -inform der -in ${path} ${out}`
  );
}

function startsWith(content: Buffer, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => content[index] === byte);
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import type { Certificate } from './ctci-server';
import { atEnd } from './rig';

/** A fresh certificate for 127.0.0.1 and a host name, which is its own authority. */
export async function makeCertificate(
  hostName = 'ctci.test',
  validUntil = new Date(Date.now() + 86_400_000),
): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: hostName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(validUntil.getTime() - 2 * 86_400_000),
    notAfterDate: validUntil,
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: hostName },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key, cert };
}

/** A file that lives as long as the test. */
export function temporaryFile(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ctci-source-'));
  atEnd(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'ca.pem');
  writeFileSync(file, content);
  return file;
}

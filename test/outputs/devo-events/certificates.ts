import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A key and its certificate, PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

export interface IdentityOptions {
  readonly days?: { readonly from: number; readonly to: number };
  readonly host?: string;
  readonly algorithm?: 'sha1' | 'sha256';
}

const DAY_MS = 86_400_000;

/** An authority of its own, with nothing in common with any other. */
export async function makeAuthority(name: string, keyType: 'ec' | 'rsa' = 'ec'): Promise<Identity> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { key: made.private, cert: made.cert };
}

/** A certificate of the authority for a server (when `host` is given, and for 127.0.0.1) or a client. */
export async function issue(authority: Identity, name: string, options: IdentityOptions = {}): Promise<Identity> {
  const { host, days = { from: -1, to: 30 }, algorithm = 'sha256' } = options;
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: algorithm === 'sha1' ? 'rsa' : 'ec',
    algorithm,
    ca: authority,
    notBeforeDate: new Date(Date.now() + days.from * DAY_MS),
    notAfterDate: new Date(Date.now() + days.to * DAY_MS),
    extensions:
      host === undefined
        ? [{ name: 'extKeyUsage', clientAuth: true }]
        : [
            { name: 'extKeyUsage', serverAuth: true },
            {
              name: 'subjectAltName',
              altNames: [
                { type: 2, value: host },
                { type: 7, ip: '127.0.0.1' },
              ],
            },
          ],
  });
  return { key: made.private, cert: made.cert };
}

/** Certificate files as a user has them from Devo, in a folder that `remove` deletes. */
export interface CertificateFiles {
  readonly folder: string;
  readonly chain: string;
  readonly cert: string;
  readonly key: string;
  remove(): Promise<void>;
}

/** Writes the three files of a sender. */
export async function writeCertificateFiles(chain: string, client: Identity): Promise<CertificateFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'ctci-certificates-'));
  const files = {
    folder,
    chain: join(folder, 'chain.crt'),
    cert: join(folder, 'acme.crt'),
    key: join(folder, 'acme.key'),
  };
  await writeFile(files.chain, chain);
  await writeFile(files.cert, client.cert);
  await writeFile(files.key, client.key);
  return { ...files, remove: () => rm(folder, { recursive: true, force: true }) };
}

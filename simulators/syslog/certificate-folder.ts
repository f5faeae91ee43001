import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CERTIFICATE_DAYS, issueCertificate } from './certificate';

/** What a syslog endpoint needs, PEM texts. */
export interface ServerCertificates {
  readonly key: string;
  readonly cert: string;
  /** The authority that clients' certificates come from. */
  readonly ca: string;
}

/** Paths of the three files that Devo gives a domain. */
export interface SenderFiles {
  readonly chain: string;
  readonly cert: string;
  readonly key: string;
}

export interface CertificateFolder {
  readonly server: ServerCertificates;
  readonly sender: SenderFiles;
}

const RENEWED_BEFORE_END_MS = (CERTIFICATE_DAYS * 86_400_000) / 3;

/**
 * Certificates of a syslog endpoint on `localhost`, as files: those that are there and good for long enough, or new
 * ones. A sender goes on with its files when the endpoint is started again.
 *
 * @param domain name in the sender's certificate, and of its files
 * @param now epoch milliseconds
 */
export async function openCertificateFolder(folder: string, domain: string, now: number): Promise<CertificateFolder> {
  const sender = {
    chain: join(folder, 'chain.crt'),
    cert: join(folder, `${domain}.crt`),
    key: join(folder, `${domain}.key`),
  };
  const own = { cert: join(folder, 'server.crt'), key: join(folder, 'server.key') };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!(await isGood(sender, own, now))) await makeFiles(sender, own, domain, now);
  const [ca, cert, key] = await Promise.all([sender.chain, own.cert, own.key].map((path) => readFile(path, 'utf8')));
  return { server: { ca: ca ?? '', cert: cert ?? '', key: key ?? '' }, sender };
}

async function makeFiles(
  sender: SenderFiles,
  own: Omit<SenderFiles, 'chain'>,
  domain: string,
  now: number,
): Promise<void> {
  const authority = issueCertificate('Simulated Devo CA', { kind: 'authority' }, null, now);
  const server = issueCertificate('Simulated Devo', { kind: 'server', host: 'localhost' }, authority, now);
  const client = issueCertificate(domain, { kind: 'client' }, authority, now);
  await writeFile(sender.chain, authority.cert);
  await writeFile(sender.cert, client.cert);
  await writeFile(own.cert, server.cert);
  for (const [path, { key }] of [
    [sender.key, client],
    [own.key, server],
  ] as const)
    await writeFile(path, key, { mode: 0o600 });
}

/** Whether all are there, belong together and are good for a while. */
async function isGood(sender: SenderFiles, own: Omit<SenderFiles, 'chain'>, now: number): Promise<boolean> {
  try {
    const authority = new X509Certificate(await readFile(sender.chain));
    const issued = await Promise.all(
      [sender, own].map(async ({ cert, key }) => {
        const certificate = new X509Certificate(await readFile(cert));
        return (
          certificate.checkPrivateKey(createPrivateKey(await readFile(key))) &&
          certificate.verify(authority.publicKey) &&
          lasts(certificate, now)
        );
      }),
    );
    return lasts(authority, now) && issued.every(Boolean);
  } catch {
    return false; // missing or spoiled: new ones are made
  }
}

function lasts(certificate: X509Certificate, now: number): boolean {
  return Date.parse(certificate.validTo) - now > RENEWED_BEFORE_END_MS;
}

import type { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CollectorError } from '../../../errors/collector-error';
import { certificateIn, privateKeyIn, UnusableFile, withoutByteOrderMark } from '../../../http/pem-file';
import { thrownReason } from '../../../http/failure/thrown-reason';

/** Paths of the three PEM files that Devo gives a domain (Administration, Credentials, X.509 certificates). */
export interface CertificatePaths {
  /** Authorities that the server's certificate may come from; nothing else is trusted. */
  readonly chain: string;
  readonly cert: string;
  readonly key: string;
}

/** The contents of the files, checked. */
export interface ClientCertificate {
  readonly chain: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * Reads the files, anew for each connection so that renewed ones act without a restart.
 *
 * @param settingsPath path of the output's config; errors name the setting of the file
 * @param now epoch milliseconds
 * @throws CollectorError `certificate_unreadable` for a file that is missing, unreadable, not PEM, or a key that does
 *   not belong to the certificate; `devo_tls` for a certificate out of its dates
 */
export async function readCertificateFiles(
  paths: CertificatePaths,
  settingsPath: string,
  now: number,
): Promise<ClientCertificate> {
  const chain = await readFileOf(paths.chain, `${settingsPath}.chain`);
  const cert = await readFileOf(paths.cert, `${settingsPath}.cert`);
  const key = await readFileOf(paths.key, `${settingsPath}.key`);
  usable(() => certificateIn(chain, paths.chain), `${settingsPath}.chain`);
  const certificate = usable(() => certificateIn(cert, paths.cert), `${settingsPath}.cert`);
  const privateKey = usable(() => privateKeyIn(key, paths.key), `${settingsPath}.key`);
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new CollectorError('certificate_unreadable', {
      setting: `${settingsPath}.key`,
      seen: `${paths.key} is not the key of ${paths.cert}`,
    });
  }
  checkDates(certificate, paths.cert, `${settingsPath}.cert`, now);
  return { chain, cert, key };
}

async function readFileOf(path: string, setting: string): Promise<Buffer> {
  try {
    return withoutByteOrderMark(await readFile(path));
  } catch (cause) {
    throw new CollectorError('certificate_unreadable', { setting, seen: thrownReason(cause).message, cause });
  }
}

function usable<T>(read: () => T, setting: string): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnusableFile)
      throw new CollectorError('certificate_unreadable', { setting, seen: error.message });
    throw error;
  }
}

function checkDates(certificate: X509Certificate, path: string, setting: string, now: number): void {
  if (Date.parse(certificate.validTo) < now) {
    throw new CollectorError('devo_tls', {
      setting,
      seen: `the certificate in ${path} expired on ${certificate.validTo}`,
    });
  }
  if (Date.parse(certificate.validFrom) > now) {
    throw new CollectorError('devo_tls', {
      setting,
      seen: `the certificate in ${path} is not valid before ${certificate.validFrom}`,
    });
  }
}

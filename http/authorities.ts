import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

/**
 * The authorities of a CA file besides those that Node trusts. Node forgets its own, and those of
 * NODE_EXTRA_CA_CERTS, as soon as it is given a list. Throws when a file cannot be read or is not PEM.
 */
export function authoritiesWith(caFile: string, environment: NodeJS.ProcessEnv): string[] {
  const extra = environment.NODE_EXTRA_CA_CERTS;
  return [...rootCertificates, ...(extra ? [readPem(extra)] : []), readPem(caFile)];
}

function readPem(file: string): string {
  const pem = readFileSync(file, 'utf8');
  // Node ignores what is no certificate, so the first one is read to be sure that there is one.
  new X509Certificate(pem);
  return pem;
}

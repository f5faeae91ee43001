import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { rootCertificates } from 'node:tls';

/** Connections that are kept alive between requests. */
export interface Agents {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
  close(): void;
}

export interface TlsSettings {
  readonly verifyHostSslCert: boolean;
  readonly caFile?: string;
}

/** Makes the agents. Throws when a CA file cannot be read or is not PEM. */
export function createAgents({ verifyHostSslCert, caFile }: TlsSettings, environment: NodeJS.ProcessEnv): Agents {
  const authorities = caFile === undefined ? {} : { ca: withUsualAuthorities(caFile, environment) };
  const httpAgent = new http.Agent({ keepAlive: true });
  const httpsAgent = new https.Agent({ keepAlive: true, rejectUnauthorized: verifyHostSslCert, ...authorities });
  return {
    httpAgent,
    httpsAgent,
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

/**
 * The authorities of a CA file besides those that Node trusts. Node forgets its own, and those of
 * NODE_EXTRA_CA_CERTS, as soon as it is given a list.
 */
function withUsualAuthorities(caFile: string, environment: NodeJS.ProcessEnv): string[] {
  const extra = environment.NODE_EXTRA_CA_CERTS;
  return [...rootCertificates, ...(extra ? [readPem(extra)] : []), readPem(caFile)];
}

function readPem(file: string): string {
  const pem = readFileSync(file, 'utf8');
  // Node ignores what is no certificate, so the first one is read to be sure that there is one.
  new X509Certificate(pem);
  return pem;
}

import { CERTIFICATE_DAYS, issueCertificate } from '../syslog/certificate';

export const TLS_CERTIFICATES = ['good', 'self-signed', 'wrong-host', 'expired'] as const;

export type TlsCertificate = (typeof TLS_CERTIFICATES)[number];

const NAME = 'Simulated ThreatQ';
const LONGER_MS = (CERTIFICATE_DAYS + 1) * 86_400_000;

/** A certificate of the server, and what a client would have to trust; PEM texts. */
export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

/**
 * For 127.0.0.1 and `localhost`, unless it is of another host.
 *
 * @param now epoch milliseconds
 */
export function makeTlsCertificate(kind: TlsCertificate, now: number): ServerIdentity {
  const use = { kind: 'server', host: 'localhost' } as const;
  if (kind === 'self-signed') {
    const { key, cert } = issueCertificate(NAME, use, null, now);
    return { key, cert, ca: cert };
  }
  const authority = issueCertificate(`${NAME} CA`, { kind: 'authority' }, null, now);
  const issued =
    kind === 'wrong-host'
      ? issueCertificate(NAME, { kind: 'other-server', host: 'threatq.elsewhere.invalid' }, authority, now)
      : issueCertificate(NAME, use, authority, kind === 'expired' ? now - LONGER_MS : now);
  return { key: issued.key, cert: issued.cert, ca: authority.cert };
}

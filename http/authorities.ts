import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { CollectorError } from '../errors/collector-error';
import { certificateIn, withoutByteOrderMark } from './pem-file';
import { thrownReason } from './failure/thrown-reason';

/** A PEM file of authorities, and the setting that names it. */
export interface AuthorityFile {
  readonly path: string;
  readonly setting: string;
}

/**
 * The authorities of a CA file besides those that Node trusts. Node forgets its own, and those of
 * NODE_EXTRA_CA_CERTS, as soon as it is given a list.
 *
 * @throws CollectorError `certificate_unreadable`, which names the setting or the variable, for a file that cannot be
 *   read or holds no certificate in PEM
 */
export function authoritiesWith(caFile: AuthorityFile, environment: NodeJS.ProcessEnv): string[] {
  const extra = environment.NODE_EXTRA_CA_CERTS;
  return [
    ...rootCertificates,
    ...(extra ? [readAuthorities({ path: extra, setting: 'NODE_EXTRA_CA_CERTS' })] : []),
    readAuthorities(caFile),
  ];
}

function readAuthorities({ path, setting }: AuthorityFile): string {
  try {
    const content = withoutByteOrderMark(readFileSync(path));
    // Node ignores what is no certificate, so the first one is read to be sure that there is one
    certificateIn(content, path);
    return content.toString('utf8');
  } catch (error) {
    throw new CollectorError('certificate_unreadable', { setting, seen: thrownReason(error).message });
  }
}

import { CollectorError } from '../../../errors/collector-error';
import { thrownReason } from '../../../http/failure/thrown-reason';

/** Codes by which Node reports that the server's certificate is not trusted (`tls` documentation, X.509 errors). */
const UNTRUSTED =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CRL_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_|PATH_LENGTH_EXCEEDED)/;

/** OpenSSL's own failures, refusals of our certificate by the peer among them. */
const TLS_FAILURE = /^(ERR_SSL_|ERR_TLS_|EPROTO$|ERR_OSSL_)/;

/**
 * Names a failure of the socket.
 *
 * @param peer `host:port`, for the words
 * @param established whether the handshake was over: what was sent since may be lost
 */
export function socketFailure(
  cause: unknown,
  peer: string,
  settingsPath: string,
  established: boolean,
): CollectorError {
  const { code, message } = thrownReason(cause);
  const seen = `${peer}: ${message}`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return new CollectorError('devo_tls', { setting: `${settingsPath}.address`, seen, cause });
  if (UNTRUSTED.test(code)) return new CollectorError('devo_tls', { setting: `${settingsPath}.chain`, seen, cause });
  if (TLS_FAILURE.test(code)) return new CollectorError('devo_tls', { setting: `${settingsPath}.cert`, seen, cause });
  if (established) return new CollectorError('devo_connection_lost', { seen, retryable: true, cause });
  return new CollectorError('devo_unreachable', { setting: `${settingsPath}.address`, seen, retryable: true, cause });
}

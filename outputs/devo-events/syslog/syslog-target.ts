import { readCertificateFiles, type CertificatePaths } from './certificate-files';
import { openSyslogConnection, type SyslogConnection } from './syslog-connection';
import type { SyslogLimits } from './syslog-limits';

/** Where Devo's TLS syslog endpoint is, and how to get in. */
export interface SyslogTarget extends CertificatePaths {
  /** Host name; it must stand in the server's certificate. */
  readonly address: string;
  readonly port: number;
  /** OpenSSL security level for certificates that are weak by today's measure. */
  readonly secLevel?: number | undefined;
  /** Path of the output's config, such as `outputs.devo_events.config`. */
  readonly settingsPath: string;
  /** Address of a proxy, which is then the way whatever the environment says. */
  readonly proxy?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv | undefined;
  readonly limits?: Partial<SyslogLimits> | undefined;
  /** Epoch milliseconds. */
  readonly now?: (() => number) | undefined;
  readonly warn?: ((sentence: string) => void) | undefined;
}

/** Opens a connection to the target with the certificates as they are now. */
export async function openTarget(target: SyslogTarget, signal: AbortSignal): Promise<SyslogConnection> {
  const { address, port, secLevel, limits, settingsPath, proxy, environment, now = Date.now } = target;
  const credentials = await readCertificateFiles(target, settingsPath, now());
  return openSyslogConnection(
    { address, port, credentials, settingsPath, secLevel, limits, proxy, environment },
    signal,
  );
}

/** Connects, and ends again without having sent anything. */
export async function checkTarget(target: SyslogTarget, signal: AbortSignal): Promise<void> {
  const connection = await openTarget(target, signal);
  await connection.finish();
}

/** Says aloud that the configured security level is not OpenSSL's own. */
export function warnOfSecurityLevel(target: SyslogTarget): void {
  if (target.secLevel === undefined) return;
  target.warn?.(
    `${target.settingsPath}.sec_level is ${target.secLevel}: certificates are held to another ` +
      `security level than OpenSSL's default`,
  );
}

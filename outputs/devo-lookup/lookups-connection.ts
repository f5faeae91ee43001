import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import { z } from 'zod';
import { CollectorError } from '../../config/errors/collector-error';
import { createRedactor } from '../../config/redaction';

/** Idle connections are closed after this long, so that none is found dead by the next pull. */
const IDLE_CONNECTION_MS = 20_000;

interface LookupsConnectionOptions {
  readonly url: string;
  readonly token: string;
  readonly requestTimeoutMs: number;
  readonly settingsPath: string;
  readonly verifyHostSslCert: boolean;
  readonly caFile: string | undefined;
}

/** How Devo is reached: address, token and kept-alive connections. */
export interface LookupsConnection {
  /** Base address without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly requestTimeoutMs: number;
  readonly settingsPath: string;
  /** Takes the token out of a text that comes from outside. */
  redact(text: string): string;
  /** Throws `certificate_unreadable` when the extra CA file cannot be used. */
  agents(): ConnectionAgents;
  close(): void;
}

interface ConnectionAgents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

export function openConnection(options: LookupsConnectionOptions): LookupsConnection {
  let agents: ConnectionAgents | undefined;
  return {
    url: options.url.replace(/\/+$/, ''),
    token: options.token,
    requestTimeoutMs: options.requestTimeoutMs,
    settingsPath: options.settingsPath,
    redact: createRedactor([options.token]),
    agents: () => (agents ??= makeAgents(options)),
    close() {
      agents?.httpAgent.destroy();
      agents?.httpsAgent.destroy();
      agents = undefined;
    },
  };
}

function makeAgents(options: LookupsConnectionOptions): ConnectionAgents {
  const keepAlive = { keepAlive: true, timeout: IDLE_CONNECTION_MS };
  return {
    httpAgent: new HttpAgent(keepAlive),
    httpsAgent: new HttpsAgent({
      ...keepAlive,
      rejectUnauthorized: options.verifyHostSslCert,
      ...(options.caFile === undefined ? {} : { ca: [...rootCertificates, readCa(options.caFile, options.settingsPath)] }),
    }),
  };
}

function readCa(file: string, settingsPath: string): string {
  const setting = `${settingsPath}.ca_file`;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CollectorError('certificate_unreadable', { setting, seen: `${file}: ${errorCode(error)}` });
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new CollectorError('certificate_unreadable', { setting, seen: `${file} holds no certificate in PEM` });
  }
  return text;
}

function errorCode(error: unknown): string {
  return z.looseObject({ code: z.string() }).safeParse(error).data?.code ?? 'cannot be read';
}

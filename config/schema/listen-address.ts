import { isIP } from 'node:net';
import { z } from 'zod';
import { hasImpossiblePort } from '../port';
import { setting, type SettingFacts } from './setting-facts';
import { isLoopback } from './web-address';

/** An address of this machine that a program listens on. */
export interface ListenAddress {
  /** An IP address, without brackets. */
  readonly host: string;
  readonly port: number;
}

const FORM = 'an IP address of this machine with a port, such as 127.0.0.1:9464 or [::1]:9464';

/** A setting that names such an address. Which ones are allowed is judged beside `allow_remote`. */
export function listenAddress(facts: Pick<SettingFacts, 'description' | 'example'>): z.ZodType<string, string> {
  return setting(
    z.string().refine((text) => readListenAddress(text) !== null, FORM),
    { ...facts, expected: FORM },
  );
}

export function allowRemote(what: string): z.ZodDefault<z.ZodBoolean> {
  return setting(z.boolean().default(false), {
    description:
      `Lets the address be one that other machines reach, such as \`0.0.0.0\` in a container. ` +
      `${what} are not secret, and nobody is asked for a password: keep the port within your network.`,
    example: true,
  });
}

/** `localhost` is read as 127.0.0.1; any other name is none: what listens wants an IP address. */
export function readListenAddress(text: string): ListenAddress | null {
  const [, bracketed, plain = '', digits = ''] = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d+)$/.exec(text) ?? [];
  const host = bracketed ?? (plain === 'localhost' ? '127.0.0.1' : plain);
  const port = Number(digits);
  if (isIP(host) !== (bracketed === undefined ? 4 : 6) || hasImpossiblePort(text)) return null;
  return { host, port };
}

/** As the SDK and people write it. */
export function listenAddressInWords({ host, port }: ListenAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

export function isLocal({ host }: ListenAddress): boolean {
  return isLoopback(host);
}

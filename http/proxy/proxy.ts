import { isIP } from 'node:net';
import { type ProxyAddress, readProxyAddress } from '../../config/proxy-address';

/** A proxy, and who named it. */
export interface Proxy extends ProxyAddress {
  /** The setting or the environment variable that holds its address. */
  readonly namedBy: string;
}

/** What should name a proxy and holds something else. Never shows the value, which may hold a password. */
export class UnusableProxy extends Error {
  constructor(
    /** The setting or the environment variable. */
    readonly namedBy: string,
    readonly why: string,
  ) {
    super(`${namedBy} ${why}`);
  }
}

/**
 * Reads what a setting or a variable holds.
 *
 * @throws UnusableProxy for anything but the address of an http or https proxy
 */
export function parseProxy(namedBy: string, value: string): Proxy {
  const address = readProxyAddress(value);
  if ('why' in address) throw new UnusableProxy(namedBy, address.why);
  return { ...address, namedBy };
}

/** Tells connections through one proxy from those through another; holds the password, and is never shown. */
export function proxyKey({ protocol, host, port, auth }: Proxy): string {
  return JSON.stringify([protocol, host, port, auth?.username, auth?.password]);
}

/** `host:port`. */
export function proxyAddress({ host, port }: Proxy): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * The name by which a proxy that is spoken to by https is known, in TLS. Node would else take the one of the `Host`
 * header, which is the peer's. Empty for a literal address: RFC 6066, 3.
 */
export function proxyServerName({ host }: Proxy): string {
  return isIP(host) === 0 ? host : '';
}

export function proxyInWords(proxy: Proxy): string {
  return `the proxy ${proxyAddress(proxy)} of ${proxy.namedBy}`;
}

/** The header by which a proxy knows its user, or none. */
export function basicAuthorization({ auth }: Proxy): Readonly<Record<string, string>> {
  if (auth === undefined) return {};
  return { 'proxy-authorization': `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` };
}

export interface Proxy {
  readonly protocol: 'http' | 'https';
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  readonly auth?: { readonly username: string; readonly password: string };
  /** The variable that names it. */
  readonly namedBy: string;
}

/** A proxy variable that holds something else than the address of an http or https proxy. Never shows its value. */
export class UnusableProxy extends Error {}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * The proxy for an address from the usual variables, in lower or upper case, or null: `https_proxy` or `http_proxy`
 * by the scheme of the address, then `all_proxy`; `no_proxy` names the exceptions.
 */
export function proxyFor(url: URL, environment: NodeJS.ProcessEnv): Proxy | null {
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const name = [`${scheme}_proxy`, 'all_proxy'].find((candidate) => read(candidate, environment) !== '');
  if (name === undefined || isExcepted(url, read('no_proxy', environment))) return null;
  return parseProxy(name.toUpperCase(), read(name, environment));
}

/** Tells connections through one proxy from those through another; holds the password, and is never shown. */
export function proxyKey({ protocol, host, port, auth }: Proxy): string {
  return JSON.stringify([protocol, host, port, auth?.username, auth?.password]);
}

export function proxyInWords({ host, port, namedBy }: Proxy): string {
  return `the proxy ${host.includes(':') ? `[${host}]` : host}:${port} of ${namedBy}`;
}

/** The header by which a proxy knows its user, or none. */
export function basicAuthorization({ auth }: Proxy): Readonly<Record<string, string>> {
  if (auth === undefined) return {};
  return { 'proxy-authorization': `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` };
}

function read(name: string, environment: NodeJS.ProcessEnv): string {
  return (environment[name] ?? environment[name.toUpperCase()] ?? '').trim();
}

function parseProxy(name: string, value: string): Proxy {
  const address = value.includes('://') ? value : `http://${value}`;
  if (!URL.canParse(address)) throw new UnusableProxy(`${name} does not hold the address of a proxy`);
  const { protocol, hostname, port, username, password } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new UnusableProxy(`${name} names a ${protocol.slice(0, -1)} proxy; only http and https proxies can be used`);
  }
  return {
    protocol: protocol === 'https:' ? 'https' : 'http',
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || DEFAULT_PORTS[protocol]),
    namedBy: name,
    ...(username ? { auth: { username: decoded(username), password: decoded(password) } } : {}),
  };
}

/** Credentials stand percent-encoded in an address; a stray percent sign is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `no_proxy` holds names with their subdomains, each with an optional port, or `*` for all. */
function isExcepted(url: URL, noProxy: string): boolean {
  const host = url.hostname.toLowerCase();
  const port = url.port || DEFAULT_PORTS[url.protocol];
  return noProxy.toLowerCase().split(/[\s,]+/).filter(Boolean).some((entry) => {
    if (entry === '*') return true;
    const isBareIpv6 = entry.split(':').length > 2 && !entry.startsWith('[');
    const [, name = '', entryPort] = /^(.*?)(?::(\d+))?$/.exec(isBareIpv6 ? `[${entry}]` : entry) ?? [];
    if (entryPort !== undefined && entryPort !== port) return false;
    const bare = name.replace(/^\*?\./, '');
    return host === bare || host.endsWith(`.${bare}`);
  });
}

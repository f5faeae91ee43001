/** A proxy in the form that axios takes. */
export interface Proxy {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly auth?: { readonly username: string; readonly password: string };
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

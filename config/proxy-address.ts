import { hasImpossiblePort, PORT_FORM } from './port';

/** Where a proxy is, and how it knows its user. */
export interface ProxyAddress {
  readonly protocol: 'http' | 'https';
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  readonly auth?: { readonly username: string; readonly password: string };
}

/**
 * Why a text is no address of a proxy that can be used, as the end of a sentence. Never quotes it: it may hold a
 * password.
 */
export interface NoProxyAddress {
  readonly why: string;
}

export const PROXY_FORM = 'http://host:port, with special characters of user and password percent-encoded (# is %23)';

const DEFAULT_PORTS = { 'http:': 80, 'https:': 443 } as const;

/** Reads the address of a proxy as curl and others do: without a scheme it is http. */
export function readProxyAddress(written: string): ProxyAddress | NoProxyAddress {
  const text = written.trim();
  const address = text.includes('://') ? text : `http://${text}`;
  if (hasImpossiblePort(address)) return { why: `names a port that there is not; a proxy has ${PORT_FORM}` };
  if (!URL.canParse(address)) return { why: `does not hold the address of a proxy (${PROXY_FORM})` };
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') {
    return { why: `names a ${protocol.slice(0, -1)} proxy; only http and https proxies can be used` };
  }
  // A password with # or / in it would otherwise be cut there, and a host be made of what stands before.
  if (!/^\/?$/.test(pathname) || search !== '' || hash !== '')
    return { why: `does not hold the address of a proxy alone (${PROXY_FORM})` };
  return {
    protocol: protocol === 'https:' ? 'https' : 'http',
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? DEFAULT_PORTS[protocol] : Number(port),
    ...(username !== '' && { auth: { username: decoded(username), password: decoded(password) } }),
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

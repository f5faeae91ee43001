import { BlockList, isIP } from 'node:net';

/**
 * The rule of http/proxy/choose-proxy.ts and its neighbours once more, for what runs before anything is built:
 * test/tools/setup/proxy.test.ts holds the two against each other.
 */

const HIGHEST_PORT = 65_535;

/** What reaches this very machine; no variable applies to it. */
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('0.0.0.0', 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
LOOPBACK.addAddress('::', 'ipv6');
const LOOPBACK_NAMES = /^(?:(?:.+\.)?localhost|localhost\.localdomain|ip6-localhost|ip6-loopback)$/;

/**
 * The proxy for an address from `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` in either case, or null.
 * Throws, with the name of the variable and without its value, for what is no http or https proxy.
 *
 * @param {URL} url
 * @param {NodeJS.ProcessEnv} environment
 * @returns {{ protocol: string, host: string, port: number, authorization: string | null, namedBy: string } | null}
 */
export function proxyFor(url, environment) {
  const host = hostOf(url.hostname);
  if (LOOPBACK_NAMES.test(host) || isWithin(host, LOOPBACK)) return null;
  const variable =
    readVariable(url.protocol === 'https:' ? 'https_proxy' : 'http_proxy', environment) ??
    readVariable('all_proxy', environment);
  if (variable === null) return null;
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const exceptions = readVariable('no_proxy', environment)?.value ?? '';
  if (exceptions.split(/[\s,]+/).some((entry) => entry !== '' && names(entry, host, port))) return null;
  return parseProxy(variable);
}

function readVariable(name, environment) {
  for (const spelling of [name, name.toUpperCase()]) {
    const value = environment[spelling]?.trim() ?? '';
    if (value !== '') return { name: spelling, value };
  }
  return null;
}

function parseProxy({ name, value }) {
  const address = value.includes('://') ? value : `http://${value}`;
  if (hasImpossiblePort(address))
    throw new Error(`${name} names a port that there is not; a proxy has a port from 1 to ${HIGHEST_PORT}`);
  if (!URL.canParse(address)) throw new Error(`${name} does not hold the address of a proxy`);
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(address);
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new Error(`${name} names a ${protocol.slice(0, -1)} proxy; only http and https proxies can be used`);
  }
  if (!/^\/?$/.test(pathname) || search !== '' || hash !== '') {
    throw new Error(
      `${name} does not hold the address of a proxy alone (special characters of a password are ` +
        'percent-encoded, # is %23)',
    );
  }
  const credentials = username === '' ? null : `${decoded(username)}:${decoded(password)}`;
  return {
    protocol,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (protocol === 'https:' ? 443 : 80)),
    authorization: credentials === null ? null : `Basic ${Buffer.from(credentials).toString('base64')}`,
    namedBy: name,
  };
}

function hasImpossiblePort(address) {
  const peer = address
    .replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
    .replace(/[/?#\\].*$/s, '')
    .replace(/^.*@/s, '');
  const port = isIP(peer) === 6 ? undefined : /:(\d+)$/.exec(peer)?.[1];
  return port !== undefined && (Number(port) < 1 || Number(port) > HIGHEST_PORT);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function names(entry, host, port) {
  const isBareIpv6 = entry.split(':').length > 2 && !entry.startsWith('[');
  const [, name = entry, entryPort] = (isBareIpv6 ? null : /^(.*):(\d+)$/.exec(entry)) ?? [];
  if (entryPort !== undefined && Number(entryPort) !== port) return false;
  if (name === '*') return true;
  const network = networkOf(name);
  if (network !== null) return isWithin(host, network);
  const bare = hostOf(name.replace(/^\*?\./, ''));
  return bare !== '' && (host === bare || (isIP(host) === 0 && host.endsWith(`.${bare}`)));
}

function networkOf(text) {
  const [written, prefix] = text.split('/');
  const address = hostOf(written);
  const family = isIP(address);
  if (family === 0) return null;
  const most = family === 4 ? 32 : 128;
  const bits = prefix === undefined ? most : Number(prefix);
  if (!Number.isInteger(bits) || bits < 0 || bits > most) return null;
  const network = new BlockList();
  network.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  return network;
}

function isWithin(host, networks) {
  const family = isIP(host);
  return family !== 0 && networks.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

function hostOf(written) {
  return written
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

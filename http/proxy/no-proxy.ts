import { BlockList, isIP } from 'node:net';
import { hostOf, isWithin } from '../host';

/** A peer, its host in the form of `hostOf`. */
interface AskedPeer {
  readonly host: string;
  readonly port: number;
}

/**
 * Whether `no_proxy` names a peer. It holds, separated by commas or blanks, names with their subdomains
 * (`example.com`, `.example.com`, `*.example.com`), addresses, networks (`10.0.0.0/8`), each with an optional port, or
 * `*` for all. Networks count for peers that are given by address: no name is looked up for it.
 */
export function isExcepted(peer: AskedPeer, noProxy: string): boolean {
  return noProxy
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => names(entry, peer));
}

function names(entry: string, { host, port }: AskedPeer): boolean {
  const { name, port: entryPort } = splitPort(entry);
  if (entryPort !== null && entryPort !== port) return false;
  if (name === '*') return true;
  const network = networkOf(name);
  if (network !== null) return isWithin(host, network);
  const bare = hostOf(name.replace(/^\*?\./, ''));
  return bare !== '' && (host === bare || (isIP(host) === 0 && host.endsWith(`.${bare}`)));
}

/** An IPv6 address has colons of its own, so that its port needs brackets before it. */
function splitPort(entry: string): { readonly name: string; readonly port: number | null } {
  const isBareIpv6 = entry.split(':').length > 2 && !entry.startsWith('[');
  const match = isBareIpv6 ? null : /^(.*):(\d+)$/.exec(entry);
  return { name: match?.[1] ?? entry, port: match?.[2] === undefined ? null : Number(match[2]) };
}

/** The network or the one address that is written there, or null for a name. */
function networkOf(text: string): BlockList | null {
  const [written = '', prefix] = text.split('/');
  const address = hostOf(written);
  const family = isIP(address);
  if (family === 0) return null;
  const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
  if (!Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) return null;
  const network = new BlockList();
  network.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  return network;
}

import { BlockList, isIP } from 'node:net';

/** A host as URLs and people write it, in one form: lower case, without brackets and without the root's dot. */
export function hostOf(written: string): string {
  return written
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

/** What reaches this very machine: 127.0.0.0/8, ::1, and the addresses that stand for "any of mine". */
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('0.0.0.0', 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
LOOPBACK.addAddress('::', 'ipv6');

/** Names of loopback: RFC 6761, 6.3, and those that systems put into their hosts files. */
const LOOPBACK_NAMES = /^(?:(?:.+\.)?localhost|localhost\.localdomain|ip6-localhost|ip6-loopback)$/;

/** Whether a host means this very machine, however it is written. */
export function isLoopbackHost(written: string): boolean {
  const host = hostOf(written);
  return LOOPBACK_NAMES.test(host) || isWithin(host, LOOPBACK);
}

/** Whether a host is an address of these networks; a name is none. */
export function isWithin(host: string, networks: BlockList): boolean {
  const family = isIP(host);
  return family !== 0 && networks.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

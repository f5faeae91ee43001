import { hasImpossiblePort } from '../port';

/** The parts of an http(s) address without user, query or fragment, or null when it is not one. */
export function readWebAddress(address: string): URL | null {
  if (!/^https?:\/\/[^\s/?#@\\]+(\/[^\s?#\\]*)?$/i.test(address)) return null;
  return URL.canParse(address) && !hasImpossiblePort(address) ? new URL(address) : null;
}

/** Whether a host name means this very machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

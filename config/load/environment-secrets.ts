import type { Environment } from './interpolate';

const SECRET_VARIABLES = ['TEMPORAL_API_KEY', 'TEMPORAL_TLS_CLIENT_KEY_DATA'];
const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];

/** Secrets that reach the program beside its configuration: Temporal's key, and passwords in the addresses of proxies. */
export function environmentSecrets(environment: Environment): string[] {
  const secrets: string[] = [];
  for (const name of SECRET_VARIABLES) secrets.push(environment[name] ?? '');
  for (const name of PROXY_VARIABLES) secrets.push(...passwordsOfAddress(environment[name] ?? ''));
  return secrets.filter((secret) => secret !== '');
}

/**
 * The password of an address as it is written there, and as it is sent. It ends at the last `@`, and what stands in it
 * that should have been percent-encoded is part of it.
 */
export function passwordsOfAddress(address: string): string[] {
  const password = /^\s*(?:[a-z0-9+.-]+:\/\/)?[^\s/@:]*:(.+)@[^@]*$/is.exec(address)?.[1];
  if (password === undefined) return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}

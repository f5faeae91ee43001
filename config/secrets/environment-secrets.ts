import type { Environment } from '../load/variables/interpolate';

const SECRET_VARIABLES = ['TEMPORAL_API_KEY', 'TEMPORAL_TLS_CLIENT_KEY_DATA', 'TEMPORAL_CODEC_AUTH'];

/**
 * Headers that Temporal's own tools add to each request: `TEMPORAL_GRPC_META_AUTHORIZATION`. The namespace is no
 * secret.
 */
const HEADER_VARIABLE = /^TEMPORAL_GRPC_META_(?!TEMPORAL[_-]NAMESPACE$)/i;

/** What an authorization begins with, and what is known of it to everybody. */
const SCHEME = /^(?:Bearer|Basic|Digest|Token|ApiKey)\s+/i;

const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];

/**
 * Secrets that reach the program beside its configuration: Temporal's keys and headers, and passwords in the addresses
 * of proxies.
 */
export function environmentSecrets(environment: Environment): string[] {
  const secrets: string[] = [];
  for (const name of SECRET_VARIABLES) secrets.push(...withoutScheme(environment[name] ?? ''));
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && HEADER_VARIABLE.test(name)) secrets.push(...withoutScheme(value));
  }
  for (const name of PROXY_VARIABLES) secrets.push(...passwordsOfAddress(environment[name] ?? ''));
  return secrets.filter((secret) => secret !== '');
}

function withoutScheme(value: string): string[] {
  return [value, value.trim().replace(SCHEME, '')];
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

import { hostOf, isLoopbackHost } from '../host';
import { isExcepted } from './no-proxy';
import { parseProxy, type Proxy } from './proxy';

/** A peer, as far as the choice of a proxy goes. */
export interface ProxiedPeer {
  readonly host: string;
  readonly port: number;
}

/** Which variables name the proxy of a peer, the first one that is set: by the scheme that is spoken to it. */
export const VARIABLES_FOR = {
  'http:': ['http_proxy', 'all_proxy'],
  'https:': ['https_proxy', 'all_proxy'],
  /** As gRPC does it, over TLS or not: what is asked of the proxy is a tunnel, as for https. */
  'grpc:': ['https_proxy', 'http_proxy', 'all_proxy'],
} as const;

/**
 * The proxy for a peer from the usual variables, in lower or upper case, or null. An empty variable is none, so that
 * the other case counts; of two that are set the lower case does, as with curl. `no_proxy` names the exceptions, and
 * loopback is always one: a company's proxy does not know this machine.
 *
 * @throws UnusableProxy for a variable that holds something else than a proxy
 */
export function proxyFromVariables(
  scheme: keyof typeof VARIABLES_FOR,
  peer: ProxiedPeer,
  environment: NodeJS.ProcessEnv,
): Proxy | null {
  if (isLoopbackHost(peer.host)) return null;
  for (const name of VARIABLES_FOR[scheme]) {
    const variable = readVariable(name, environment);
    if (variable === null) continue;
    const exceptions = readVariable('no_proxy', environment)?.value ?? '';
    return isExcepted({ ...peer, host: hostOf(peer.host) }, exceptions)
      ? null
      : parseProxy(variable.name, variable.value);
  }
  return null;
}

function readVariable(
  name: string,
  environment: NodeJS.ProcessEnv,
): { readonly name: string; readonly value: string } | null {
  for (const spelling of [name, name.toUpperCase()]) {
    const value = environment[spelling]?.trim() ?? '';
    if (value !== '') return { name: spelling, value };
  }
  return null;
}

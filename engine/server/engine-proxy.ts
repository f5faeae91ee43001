import type { ConnectionOptions } from '@temporalio/client';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { CollectorError } from '../../errors/collector-error';
import { parseProxy, type Proxy, proxyAddress, proxyInWords, UnusableProxy } from '../../http/proxy/proxy';
import { proxyFromVariables } from '../../http/proxy/proxy-variables';
import { tryTunnel } from '../../http/proxy/tunnel';
import { splitAddress } from '../tcp-probe';

/** The setting that names the proxy on the way to a Temporal. */
const SETTING = 'globals.temporal.proxy';

/**
 * The proxy on the way to a Temporal that was named: the one of the setting, else what the variables say.
 *
 * @param setting value of `globals.temporal.proxy`
 * @throws CollectorError `engine_unreachable` that names the setting or the variable
 */
export function engineProxy(address: string, setting: string | undefined, env: NodeJS.ProcessEnv): Proxy | null {
  try {
    const proxy =
      setting === undefined ? proxyFromVariables('grpc:', splitAddress(address), env) : parseProxy(SETTING, setting);
    if (proxy?.protocol === 'https')
      throw new UnusableProxy(
        proxy.namedBy,
        'names an https proxy; Temporal can be reached through an http proxy only',
      );
    return proxy;
  } catch (error) {
    if (!(error instanceof UnusableProxy)) throw error;
    throw new CollectorError('engine_unreachable', { setting: error.namedBy, seen: `${address}: ${error.message}` });
  }
}

/**
 * The client's connection: gRPC for Node would else read the variables by a rule of its own, and break what is local.
 */
export function clientRoute(address: string, proxy: Proxy | null): Pick<ConnectionOptions, 'address' | 'channelArgs'> {
  if (proxy === null) return { address, channelArgs: { 'grpc.enable_http_proxy': 0 } };
  const target = hostAndPort(address);
  return {
    address: proxyAddress(proxy),
    channelArgs: {
      'grpc.enable_http_proxy': 0,
      'grpc.http_connect_target': `dns:${target}`,
      'grpc.default_authority': target,
      ...(proxy.auth && { 'grpc.http_connect_creds': `${proxy.auth.username}:${proxy.auth.password}` }),
    },
  };
}

/** The worker's connection, which reads no variable. */
export function workerRoute(address: string, proxy: Proxy | null): Pick<NativeConnectionOptions, 'address' | 'proxy'> {
  if (proxy === null) return { address };
  return {
    address,
    proxy: { type: 'http-connect', targetHost: proxyAddress(proxy), ...(proxy.auth && { basicAuth: proxy.auth }) },
  };
}

/**
 * Tries the way through the proxy: gRPC keeps trying one that refuses until its time is over, and says nothing of it.
 *
 * @throws ProxyRefusal that names the proxy and who named it
 */
export async function tryEngineProxy(address: string, proxy: Proxy, timeoutMs: number): Promise<void> {
  await tryTunnel(proxy, hostAndPort(address), timeoutMs);
}

export function throughProxy(proxy: Proxy | null): string {
  return proxy === null ? '' : ` through ${proxyInWords(proxy)}`;
}

function hostAndPort(address: string): string {
  const { host, port } = splitAddress(address);
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

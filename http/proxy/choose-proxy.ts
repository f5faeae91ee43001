import { parseProxy, type Proxy } from './proxy';
import { proxyFromVariables } from './proxy-variables';

/** A setting that names a proxy. */
export interface ProxySetting {
  /** Its path, for errors. */
  readonly path: string;
  readonly value: string;
}

/**
 * The proxy for an address: the one of the setting, which applies to whatever it is set on, else what the variables
 * say.
 *
 * @throws UnusableProxy
 */
export function chooseProxy(url: URL, setting: ProxySetting | undefined, environment: NodeJS.ProcessEnv): Proxy | null {
  if (setting !== undefined) return parseProxy(setting.path, setting.value);
  const scheme = url.protocol === 'https:' ? 'https:' : 'http:';
  const port = url.port === '' ? (scheme === 'https:' ? 443 : 80) : Number(url.port);
  return proxyFromVariables(scheme, { host: url.hostname, port }, environment);
}

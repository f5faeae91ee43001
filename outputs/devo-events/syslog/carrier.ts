import { connect, isIP, type Socket } from 'node:net';
import { CollectorError } from '../../../errors/collector-error';
import { chooseProxy } from '../../../http/proxy/choose-proxy';
import { type Proxy, UnusableProxy } from '../../../http/proxy/proxy';
import { openTunnel, ProxyRefusal } from '../../../http/proxy/tunnel';

/** Where Devo's event endpoint is, and what is said of the way to it. */
export interface Way {
  readonly address: string;
  readonly port: number;
  /** Address of a proxy, which is then the way whatever the environment says. */
  readonly proxy?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** Path of the output's config, for errors. */
  readonly settingsPath: string;
}

/**
 * What may wait in the socket before a writer should wait: encoding the next chunk and sending the last one overlap.
 */
const WRITE_AHEAD_BYTES = 1024 * 1024;

/** For both layers; Node hands them on, though its types do not say so. */
export const STREAM_OPTIONS = { highWaterMark: WRITE_AHEAD_BYTES, allowHalfOpen: true };

/**
 * Starts to connect straight to the endpoint. Whoever gets the socket listens to it at once, for its failure comes as
 * an event.
 */
export function connectTo({ address, port }: Way): Socket {
  return connect({ host: address, port, noDelay: true, ...STREAM_OPTIONS });
}

/**
 * A tunnel to the endpoint.
 *
 * @throws CollectorError `devo_unreachable` that names the proxy and who named it; the signal's reason when aborted
 */
export async function tunnelTo(way: Way, proxy: Proxy, connectMs: number, signal: AbortSignal): Promise<Socket> {
  const target = targetOf(way);
  const inTime = AbortSignal.timeout(connectMs);
  try {
    const socket = await openTunnel({ proxy, target, tls: {}, signal: AbortSignal.any([signal, inTime]) });
    socket.allowHalfOpen = true;
    return socket.setNoDelay(true);
  } catch (error) {
    signal.throwIfAborted();
    const refusal = inTime.aborted
      ? new ProxyRefusal(proxy, `did not answer within ${connectMs / 1000} s`, true)
      : error;
    if (!(refusal instanceof ProxyRefusal)) throw error;
    throw new CollectorError('devo_unreachable', {
      setting: proxy.namedBy,
      seen: `${target}: ${refusal.message}`,
      retryable: refusal.mayPass,
    });
  }
}

function targetOf({ address, port }: Way): string {
  return `${isIP(address) === 6 ? `[${address}]` : address}:${port}`;
}

/**
 * The proxy on the way, by the rule of all HTTP, or null. Throws CollectorError `devo_unreachable` for what is none.
 */
export function proxyOn(way: Way): Proxy | null {
  const { proxy, environment = process.env, settingsPath } = way;
  const target = targetOf(way);
  try {
    return chooseProxy(
      new URL(`https://${target}`),
      proxy === undefined ? undefined : { path: `${settingsPath}.proxy`, value: proxy },
      environment,
    );
  } catch (error) {
    if (!(error instanceof UnusableProxy)) throw error;
    throw new CollectorError('devo_unreachable', { setting: error.namedBy, seen: `${target}: ${error.message}` });
  }
}

import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import * as tls from 'node:tls';
import { basicAuthorization, type Proxy, proxyInWords, proxyServerName } from './proxy';

/** The proxy does not let a request through, or is itself not to be reached. */
export class ProxyRefusal extends Error {
  /** The setting or the variable that names the proxy. */
  readonly namedBy: string;

  constructor(
    proxy: Proxy,
    why: string,
    /** Whether another try may go well. */
    readonly mayPass: boolean,
    /** Node's code, where there is one. */
    readonly code: string = '',
  ) {
    super(`${proxyInWords(proxy)} ${why}`);
    this.namedBy = proxy.namedBy;
  }
}

/** Rides on a request's options to the agent, which is told of nothing else that ends the request. */
export interface TunnelOptions {
  readonly tunnelSignal?: AbortSignal;
}

type OnSocket = (error: Error | null, socket: Duplex) => void;

/**
 * Connections to an https peer through a proxy's `CONNECT`. An answer of the proxy is never taken for the peer's, and
 * a request that is given up takes the connection with it however far that had come.
 */
export class TunnelAgent extends https.Agent {
  readonly #proxy: Proxy;
  readonly #tls: https.AgentOptions;

  constructor(options: https.AgentOptions, proxy: Proxy) {
    super(options);
    this.#proxy = proxy;
    this.#tls = options;
  }

  override createConnection(options: https.RequestOptions & TunnelOptions, callback?: OnSocket): undefined {
    const host = options.host ?? '';
    const target = `${isIP(host) === 6 ? `[${host}]` : host}:${options.port ?? 443}`;
    openTunnel({ proxy: this.#proxy, target, tls: this.#tls, signal: options.tunnelSignal }).then(
      (socket) =>
        callback?.(
          null,
          tls.connect({
            ...options,
            host,
            port: undefined,
            path: undefined,
            socket,
            ...(isIP(host) === 0 && { servername: host }),
          }),
        ),
      (error: unknown) => callback?.(error instanceof Error ? error : new Error(String(error)), socketNever()),
    );
  }
}

/** Node does not look at the socket when there is an error. */
function socketNever(): Duplex {
  return undefined as unknown as Duplex;
}

export interface Tunnel {
  readonly proxy: Proxy;
  /** `host:port`. */
  readonly target: string;
  /** For a proxy that is spoken to by https. */
  readonly tls: https.AgentOptions;
  readonly signal: AbortSignal | undefined;
}

/** Asks a proxy for a connection to `host:port`, and ends it. Throws ProxyRefusal. */
export async function tryTunnel(proxy: Proxy, target: string, timeoutMs: number): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const socket = await openTunnel({ proxy, target, tls: {}, signal });
    socket.destroy();
  } catch (error) {
    if (signal.aborted) throw new ProxyRefusal(proxy, `did not answer within ${timeoutMs / 1000} s`, true);
    throw error;
  }
}

/** Asks a proxy for a connection to the target. Throws ProxyRefusal. */
export function openTunnel({ proxy, target, tls: tlsOptions, signal }: Tunnel): Promise<Socket> {
  const request = (proxy.protocol === 'https' ? https : http).request({
    ...tlsOptions,
    method: 'CONNECT',
    host: proxy.host,
    ...(proxy.protocol === 'https' && { servername: proxyServerName(proxy) }),
    port: proxy.port,
    path: target,
    headers: { host: target, ...basicAuthorization(proxy) },
    agent: false,
    ...(signal && { signal }),
  });
  return new Promise((resolve, reject) => {
    request.once('connect', (answer, socket, head) => {
      const status = answer.statusCode ?? 0;
      if (status === 200) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.destroy();
      const why = status === 407 ? 'wants a login' : 'does not let the request through';
      reject(new ProxyRefusal(proxy, `${why}: status ${status}`, status >= 500 || status === 429));
    });
    request.on('error', (error: NodeJS.ErrnoException) =>
      reject(new ProxyRefusal(proxy, `cannot be used: ${error.message || error.code || 'no words'}`, true, error.code)),
    );
    request.once('close', () => reject(new ProxyRefusal(proxy, 'closed the connection without an answer', true)));
    request.end();
  });
}

import { connect } from 'node:net';

/** Whether something accepts connections there. A refusal is known at once; gRPC would go on trying for seconds. */
export function acceptsConnections(host: string, port: number, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.setTimeout(timeoutMs, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** Splits `host:port`; Temporal's own port stands in where there is none. */
export function splitAddress(address: string): HostAndPort {
  const match = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(address);
  return { host: match?.[1] ?? address, port: Number(match?.[2] ?? 7233) };
}

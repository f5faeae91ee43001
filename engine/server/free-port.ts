import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { HIGHEST_PORT } from '../../config/port';
import { CollectorError } from '../../errors/collector-error';

/** Everything listens on loopback only. */
export const LOOPBACK = '127.0.0.1';

/**
 * Below what systems give to connections on their way out (Linux 32768 to 60999, macOS from 49152): a port that is free
 * now must still be free when a server takes it a moment later.
 */
const LASTING = { from: 12_000, to: 32_768 };
const LASTING_TRIES = 50;

/** Ports tried above the wished one before any free port is taken. */
const NEIGHBOURS = 20;

export interface PortChoice {
  /** The wished port; 0 takes any free one. */
  readonly port: number;
  /** The setting by which a user asked for exactly this port. It is then never chosen around. */
  readonly setting?: string;
}

/**
 * A free port: the wished one, else one near it, else any. A port that was asked for by name and is taken is a
 * CollectorError `port_taken`.
 *
 * @param reserved ports that this start has given away already
 */
export async function choosePort(choice: PortChoice, reserved: ReadonlySet<number> = new Set()): Promise<number> {
  if (choice.port === 0) return anyFreePort(reserved);
  if (!reserved.has(choice.port) && (await isFree(choice.port))) return choice.port;
  if (choice.setting !== undefined) {
    throw new CollectorError('port_taken', { setting: choice.setting, seen: `${LOOPBACK}:${choice.port}` });
  }
  for (let port = choice.port + 1; port <= Math.min(choice.port + NEIGHBOURS, HIGHEST_PORT); port++) {
    if (!reserved.has(port) && (await isFree(port))) return port;
  }
  return anyFreePort(reserved);
}

async function isFree(port: number): Promise<boolean> {
  return (await bindAndRelease(port)) !== null;
}

async function anyFreePort(reserved: ReadonlySet<number>): Promise<number> {
  for (let left = LASTING_TRIES; left > 0; left -= 1) {
    const port = randomInt(LASTING.from, LASTING.to);
    if (!reserved.has(port) && (await isFree(port))) return port;
  }
  for (;;) {
    const port = await bindAndRelease(0);
    if (port === null) throw new CollectorError('port_taken', { seen: `no free port on ${LOOPBACK}` });
    if (!reserved.has(port)) return port;
  }
}

function bindAndRelease(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const bound = server.address();
      server.close(() => resolve(bound !== null && typeof bound === 'object' ? bound.port : null));
    });
  });
}

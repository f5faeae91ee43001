import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

const CONNECT_MS = 1_000;

/** Temporal keeps its members' ports in a column of Postgres that ends at 32,767. */
const HIGHEST_PORT = 32_767;
const LOWEST_PORT = 20_000;

/** Ports that the server opens beside its frontend's; two servers on one machine must not share them. */
const INNER_PORTS = [
  'FRONTEND_HTTP_PORT',
  'FRONTEND_MEMBERSHIP_PORT',
  'HISTORY_GRPC_PORT',
  'HISTORY_MEMBERSHIP_PORT',
  'MATCHING_GRPC_PORT',
  'MATCHING_MEMBERSHIP_PORT',
  'WORKER_GRPC_PORT',
  'WORKER_MEMBERSHIP_PORT',
];

/**
 * Where things are on this machine that containers find by their names, as variables to put over those of the services.
 *
 * @returns {Promise<{ postgres: string, frontend: string, variables: Record<string, string> }>}
 */
export async function chooseAddresses() {
  const [postgres, frontend, ...inner] = await freePorts(2 + INNER_PORTS.length);
  const variables = {
    SQL_HOST: LOOPBACK,
    SQL_PORT: postgres,
    POSTGRES_SEEDS: LOOPBACK,
    DB_PORT: postgres,
    BIND_ON_IP: LOOPBACK,
    FRONTEND_GRPC_PORT: frontend,
    TEMPORAL_ADDRESS: `${LOOPBACK}:${frontend}`,
    ...Object.fromEntries(INNER_PORTS.map((name, index) => [name, inner[index]])),
  };
  return { postgres, frontend, variables };
}

/** Variables that have no counterpart in the file but are needed where all share one network. */
export const ADDED_TO_SERVER = ['FRONTEND_GRPC_PORT', ...INNER_PORTS];

/** Free ports, all different: they are held until the last one is known. */
async function freePorts(count) {
  const servers = [];
  while (servers.length < count) servers.push(await listenSomewhere());
  const ports = servers.map((server) => String(server.address().port));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function listenSomewhere() {
  for (let attempt = 0; attempt < 100; attempt++) {
    const server = await listen(randomInt(LOWEST_PORT, HIGHEST_PORT));
    if (server !== null) return server;
  }
  throw new Error(`no free port on ${LOOPBACK} between ${LOWEST_PORT} and ${HIGHEST_PORT}`);
}

function listen(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => resolve(server));
  });
}

/** What `nc -z` tells: whether somebody listens there. */
export function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: LOOPBACK, port: Number(port), timeout: CONNECT_MS });
    const finish = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once('connect', () => finish(true))
      .once('error', () => finish(false))
      .once('timeout', () => finish(false));
  });
}

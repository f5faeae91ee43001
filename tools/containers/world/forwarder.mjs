import { connect, createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/**
 * Brings connections on an address of a bridge to the same port of loopback: the simulators listen on loopback alone,
 * and a container's loopback is its own.
 *
 * @param {string} address
 * @param {number} port
 * @returns {Promise<() => void>} ends it
 */
export async function forward(address, port) {
  const server = createServer((client) => {
    const target = connect(port, LOOPBACK);
    for (const [from, to] of [
      [client, target],
      [target, client],
    ]) {
      from.pipe(to);
      from.on('error', () => to.destroy());
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, resolve);
  });
  return () => server.close();
}

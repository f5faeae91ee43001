import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { afterEach, expect, test } from '@jest/globals';
import type { EngineTarget } from '../../engine/engine-target';
import { reachEngine } from '../../worker/reach-engine';

Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined) });

let server: Server | undefined;

afterEach(() => {
  server?.close();
});

/** A peer that takes connections and breaks each as soon as something is said. */
async function breakingPeer(): Promise<EngineTarget> {
  server = createServer((socket) => socket.once('data', () => socket.destroy()).on('error', () => undefined)).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, namespace: 'default', options: { address }, proxy: null, uiUrl: null, source: 'environment' };
}

test('a connection that breaks while the worker starts is an unreachable engine, by address and setting', async () => {
  const target = await breakingPeer();
  await expect(reachEngine(target, () => NativeConnection.connect(target.options))).rejects.toMatchObject({
    id: 'engine_unreachable',
    setting: 'TEMPORAL_ADDRESS',
    message: expect.stringContaining(target.address),
  });
});

test('what is no fault of the connection stays what it is', async () => {
  const target = await breakingPeer();
  await expect(reachEngine(target, () => Promise.reject(new TypeError('a fault of ours')))).rejects.toThrow(TypeError);
});

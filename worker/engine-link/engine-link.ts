import type { Client, Connection } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import { connectEngine } from '../../engine/connection';
import type { EngineLookup, EngineTarget } from '../../engine/engine-target';
import { workerRoute } from '../../engine/server/engine-proxy';
import type { RenewedWith } from './credential-watch';

/**
 * What is large is deflated already (`DeflatingCodec`). The rest of a pull is some 60 KB: not worth the CPU of both
 * sides.
 */
const UNCOMPRESSED = { codec: 'none' } as const;

/** The connection that a worker works through. Throws what the SDK throws. */
export function connectWorker(target: EngineTarget): Promise<NativeConnection> {
  return NativeConnection.connect({
    ...target.options,
    ...workerRoute(target.address, target.proxy),
    grpcCompression: UNCOMPRESSED,
  });
}

/**
 * A worker's two connections to Temporal: the one that it works through, and that of the client which looks after the
 * runs. Both can be renewed while steps are under way: what is in flight ends on the connection that it began on.
 */
export class EngineLink {
  private worker: { readonly worker: Worker; native: NativeConnection } | null = null;
  private current: Client;

  constructor(
    private readonly lookup: EngineLookup,
    private connection: Connection,
    private readonly clientOn: (connection: Connection) => Client,
  ) {
    this.current = clientOn(connection);
  }

  /** Another one after each renewal: ask for it at each use. */
  get client(): Client {
    return this.current;
  }

  serve(worker: Worker, native: NativeConnection): void {
    this.worker = { worker, native };
  }

  /**
   * Goes on with the credentials of this target. New certificates are tried first, and where Temporal refuses them,
   * everything stays as it is. Throws CollectorError, as `connectEngine` does, and what the SDK throws.
   */
  async renew(target: EngineTarget, what: RenewedWith): Promise<void> {
    if (what === 'API key') return this.useKey(target.options.apiKey ?? '');
    const { connection } = await connectEngine(this.lookup);
    try {
      if (this.worker !== null) await this.replaceNative(this.worker, target);
    } catch (error) {
      await connection.close();
      throw error;
    }
    const before = this.connection;
    this.connection = connection;
    this.current = this.clientOn(connection);
    await before.close();
  }

  async close(): Promise<void> {
    await this.worker?.native.close();
    await this.connection.close();
  }

  private async useKey(apiKey: string): Promise<void> {
    this.connection.setApiKey(apiKey);
    await this.worker?.native.setApiKey(apiKey);
  }

  private async replaceNative(
    served: { worker: Worker; native: NativeConnection },
    target: EngineTarget,
  ): Promise<void> {
    const native = await connectWorker(target);
    const before = served.native;
    served.worker.connection = native;
    served.native = native;
    await before.close();
  }
}

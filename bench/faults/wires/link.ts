import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** What the wires of a proxy do to what passes. It may change while data is under way. */
export interface Shape {
  delayMs: number;
  sliceBytes: number;
  /** While it is there, nothing passes until it resolves. */
  stalled: Promise<void> | null;
  /** So many bytes pass one way, then the connection that carries them breaks. Used once. */
  limit: { bytes: number; upload: boolean } | null;
  /** The answer to a request that holds these words is lost: to the next one, or to `every` one. */
  loseAnswerTo: { readonly words: string; readonly every: boolean } | null;
  /** How often any of this has met data or a connection. Only goes up. */
  met: number;
}

/** One connection through a proxy: two sockets, and a pump for each direction. */
export class Link {
  readonly ended: Promise<void>;
  private losing = false;

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    private readonly shape: Shape,
  ) {
    const pumps = [this.pump(client, server, true), this.pump(server, client, false)];
    this.ended = Promise.all(pumps).then(() => this.destroy());
  }

  destroy(): void {
    this.client.destroy();
    this.server.destroy();
  }

  reset(): void {
    this.client.resetAndDestroy();
    this.server.resetAndDestroy();
  }

  halfClose(): void {
    this.client.end();
  }

  private async pump(from: Socket, to: Socket, upload: boolean): Promise<void> {
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        if (upload) this.noticeRequest(chunk);
        else if (this.losing) break;
        await this.pass(chunk, to, upload);
      }
      if (!upload && this.losing) this.loseAnswer();
      else to.end();
    } catch {
      this.destroy(); // one of the two has gone: so has the connection
    }
  }

  private noticeRequest(chunk: Buffer): void {
    const { loseAnswerTo } = this.shape;
    if (loseAnswerTo === null || !chunk.includes(loseAnswerTo.words)) return;
    if (!loseAnswerTo.every) this.shape.loseAnswerTo = null;
    this.losing = true;
  }

  private loseAnswer(): void {
    this.shape.met += 1;
    this.reset();
  }

  private async pass(chunk: Buffer, to: Socket, upload: boolean): Promise<void> {
    for (let offset = 0; offset < chunk.length;) {
      const piece = chunk.subarray(offset, offset + Math.min(this.shape.sliceBytes, chunk.length));
      offset += piece.length;
      if (this.shape.delayMs > 0 || this.shape.stalled !== null || piece.length < chunk.length) this.shape.met += 1;
      if (this.shape.delayMs > 0) await wait(this.shape.delayMs);
      await this.shape.stalled;
      await this.write(piece, to, upload);
    }
  }

  private async write(piece: Buffer, to: Socket, upload: boolean): Promise<void> {
    const { limit } = this.shape;
    if (limit?.upload === upload) {
      const left = limit.bytes - piece.length;
      if (left >= 0) limit.bytes = left;
      else {
        this.shape.limit = null;
        this.shape.met += 1;
        to.write(piece.subarray(0, limit.bytes));
        setImmediate(() => this.destroy());
        throw new Error('the limit is reached');
      }
    }
    if (!to.write(piece)) await once(to, 'drain');
  }
}

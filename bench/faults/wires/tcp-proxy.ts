import { connect, createServer, type Socket } from 'node:net';
import { Link, type Shape } from './link';
import { listenOnLoopback } from './listen-on-loopback';

const LOOPBACK = '127.0.0.1';

/** A wire between two processes that can be spoiled while they use it. */
export interface TcpProxy {
  readonly port: number;
  /** Delays every piece of data, in milliseconds, both ways. */
  delay(ms: number): void;
  /** Passes data on in pieces of so many bytes. */
  slice(bytes: number): void;
  /** Holds all data back until `heal`; connections stay open. */
  stall(): void;
  /** Closes every connection in good order, whatever was under way. */
  cut(): void;
  /** Closes every connection by RST. */
  reset(): void;
  /** Tells each client that its peer will say no more, and goes on listening to it. */
  halfClose(): void;
  /** Turns new connections away until `heal`. */
  refuse(): void;
  /**
   * Of the next answers, taken together, lets so many bytes through and breaks off; with `upload`, of the next
   * requests.
   */
  limit(bytes: number, upload: boolean): void;
  /**
   * Lets the next request that holds these words through, and drops its answer with the connection: done, but nobody
   * knows.
   */
  loseAnswer(words: string): void;
  /** The same for every request that holds them, until `heal`. */
  loseEveryAnswer(words: string): void;
  /**
   * From now on a plain wire again. What was held back goes on. What waits for its one use is forgotten, unless
   * `keepOnce`.
   */
  heal(keepOnce?: 'keepOnce'): void;
  /** How often a fault has met data or a connection so far: what nobody ran into tried nothing. */
  met(): number;
  close(): Promise<void>;
}

/** Listens on a free port of the loopback interface and passes everything to another one. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const shape: Shape = { delayMs: 0, sliceBytes: Infinity, stalled: null, limit: null, loseAnswerTo: null, met: 0 };
  const links = new Set<Link>();
  let refusing = false;
  let release: () => void = () => undefined;

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    if (refusing) {
      shape.met += 1;
      client.resetAndDestroy();
      return;
    }
    const link = new Link(client, connectTo(targetPort), shape);
    links.add(link);
    void link.ended.then(() => links.delete(link));
  });
  const port = await listenOnLoopback(server);

  function heal(keepOnce?: 'keepOnce'): void {
    release();
    refusing = false;
    Object.assign(shape, { delayMs: 0, sliceBytes: Infinity, stalled: null } satisfies Partial<Shape>);
    if (keepOnce === undefined) Object.assign(shape, { limit: null, loseAnswerTo: null } satisfies Partial<Shape>);
  }

  function toEach(spoil: (link: Link) => void): void {
    shape.met += links.size;
    links.forEach(spoil);
  }

  return {
    port,
    heal,
    met: () => shape.met,
    delay: (ms) => {
      shape.delayMs = ms;
    },
    slice: (bytes) => {
      shape.sliceBytes = bytes;
    },
    stall: () => {
      shape.stalled ??= new Promise((resolve) => {
        release = resolve;
      });
    },
    cut: () => toEach((link) => link.destroy()),
    reset: () => toEach((link) => link.reset()),
    halfClose: () => toEach((link) => link.halfClose()),
    refuse: () => {
      refusing = true;
    },
    limit: (bytes, upload) => {
      shape.limit = { bytes, upload };
    },
    loseAnswer: (words) => {
      shape.loseAnswerTo = { words, every: false };
    },
    loseEveryAnswer: (words) => {
      shape.loseAnswerTo = { words, every: true };
    },
    close: () => {
      heal();
      links.forEach((link) => link.destroy());
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function connectTo(port: number): Socket {
  return connect({ port, host: LOOPBACK, allowHalfOpen: true, noDelay: true });
}

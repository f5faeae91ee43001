import type { PortChoice } from './server/free-port';

/** A Temporal dev server that this process keeps: started by it, or left behind by one that was killed. */
export interface Engine {
  /** `host:port` of the gRPC service. */
  readonly address: string;
  /** Address of the Web UI, or null without one. */
  readonly uiUrl: string | null;
  readonly pid: number;
  readonly namespace: string;
  /** Whether it ran already, left behind by an earlier `up`. */
  readonly adopted: boolean;
  /** Settles when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends it, also when it was adopted. Returns when it is gone; a second call changes nothing. */
  stop(): Promise<void>;
  /** Tells it to end, and waits for nothing. */
  kill(): void;
}

export interface DevServerOptions {
  /** Path of the Temporal CLI. */
  readonly cliPath: string;
  /** Holds database, engine.json and engine.log; made when it is missing. */
  readonly folder: string;
  /** Default `default`. */
  readonly namespace?: string;
  /** How long closed runs are kept. Default: 30 days. */
  readonly retentionMs?: number | undefined;
  /** Default: 7233 or one near it. */
  readonly port?: PortChoice;
  /** Default: 8233 or one near it; null runs without the Web UI. */
  readonly uiPort?: PortChoice | null;
  /** Where the Web UI gets its payloads decoded. */
  readonly codecEndpoint?: string;
  /** One line for people now and then. */
  readonly log: (line: string) => void;
}

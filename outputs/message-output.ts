/** A message that is ready to be sent, and the table that it goes to. */
export interface TaggedMessage {
  readonly tag: string;
  /** JSON. */
  readonly message: string;
  /** The same, where it is at hand in pieces; null where it is not. Text would be made only to be bytes again. */
  readonly pieces?: LinePieces | null;
}

/** What stands on one line without a NUL: text of ASCII, and UTF-8. */
export type LinePieces = readonly (string | Buffer)[];

/** A message that the sink does not take, however often it is given it, while it takes others. */
export interface RefusedMessage {
  /** Its place among those that were given, from 0. */
  readonly index: number;
  readonly bytes: number;
  /** What was seen, in words. */
  readonly why: string;
}

/** The sink has confirmed all but those that it refuses. */
export interface MessageReceipt {
  readonly sent: number;
  readonly bytes: number;
  readonly ms: number;
  readonly requests: number;
  /** In their order. They are not in the sink: to be reported and counted. */
  readonly refused: readonly RefusedMessage[];
}

/** Where events go that are written already. */
export interface MessageOutput {
  readonly name: string;
  readonly type: string;
  /**
   * Returns only when the sink has confirmed; those of one tag arrive in their order. After a failure some may have
   * arrived: whoever asked sends all again. One call at a time. Throws CollectorError, or the signal's reason.
   */
  send(messages: readonly TaggedMessage[], signal: AbortSignal): Promise<MessageReceipt>;
  /** Gets in as a delivery would, and leaves again. Throws CollectorError. */
  check?(signal: AbortSignal): Promise<void>;
  close(): void;
}

/** A message that is ready to be sent, and the table that it goes to. */
export interface TaggedMessage {
  readonly tag: string;
  readonly message: string;
}

export interface MessageReceipt {
  readonly sent: number;
  readonly bytes: number;
  readonly ms: number;
  readonly requests: number;
}

/** Where events go that are written already. */
export interface MessageOutput {
  readonly name: string;
  readonly type: string;
  /**
   * Returns only when the sink has confirmed all of them; those of one tag arrive in their order. After a failure some may
   * have arrived: whoever asked sends all again. Throws CollectorError.
   */
  send(messages: readonly TaggedMessage[], signal: AbortSignal): Promise<MessageReceipt>;
  /** Gets in as a delivery would, and leaves again. Throws CollectorError. */
  check?(signal: AbortSignal): Promise<void>;
  close(): void;
}

/**
 * What the sink does to one connection when it has read `afterBytes` bytes of it.
 *
 * - `cut`: closes both directions in an orderly way, with data still on its way
 * - `reset`: answers with a TCP reset
 * - `half-close`: says that it will send no more, and goes on reading
 * - `stall`: reads no more, and keeps the connection open
 * - `slow`: goes on, with a pause after each piece that it reads
 * - `silent-end`: reads everything, but never confirms the sender's end with its own
 */
export interface SinkFault {
  readonly kind: 'cut' | 'reset' | 'half-close' | 'stall' | 'slow' | 'silent-end';
  readonly afterBytes: number;
}

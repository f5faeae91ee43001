import { CollectorError } from '../../errors/collector-error';
import type { AnyState } from './any-state';

/**
 * Temporal refuses payloads over 2 MiB (its default `limit.blobSize.error`), and a cron result above it ends the chain
 * or retries for ever. What is over 64 KiB is deflated on its way, but a ledger is packed already and base64 shrinks by
 * a quarter at most; so the limit is on the text, with room for the report that travels with the state.
 */
export const STATE_LIMIT_BYTES = 2_500_000;

/**
 * Throws the fault `state_too_large`, while the old state can still be kept. With external storage there is no limit.
 */
export function checkStateSize(state: AnyState, limitBytes: number = STATE_LIMIT_BYTES): void {
  const bytes = stateSize(state);
  if (bytes > limitBytes)
    throw new CollectorError('state_too_large', {
      seen: `${bytes} bytes${'list' in state ? ` for ${state.list.rows} rows` : ''}, at most ${limitBytes}`,
    });
}

/** Length of a state's JSON, in characters: all but a few of them are one byte. */
export function stateSize(state: object): number {
  return JSON.stringify(state).length;
}

import type { RESET_SIGNAL } from '../message-names';
import { RELEASE_SIGNAL } from '../message-names';
import { readRelease, type Release } from '../guard/release';
import { Unreadable } from '../unreadable';

/** What a signal asks for, or why it is passed over. */
export type SignalMeaning =
  { readonly reset: string } | { readonly release: string; readonly by: Release | null } | { readonly ignored: string };

/**
 * What a signal asks for, by its name and its arguments; the same for the run that gets it and for a client that
 * reads it in a history. A number typed on a command line is meant as text; a reset without a value is meant as such.
 * Never throws: anybody may send anything.
 */
export function meaningOf(
  name: typeof RESET_SIGNAL | typeof RELEASE_SIGNAL,
  value: unknown,
  more?: unknown,
): SignalMeaning {
  if (value instanceof Unreadable)
    return { ignored: `${name} came with a value that cannot be read (${value.why}) and is ignored` };
  if (value instanceof Uint8Array) return { ignored: `${name} came with bytes in place of text and is ignored` };
  if (name === RELEASE_SIGNAL)
    return typeof value === 'string'
      ? { release: value, by: readRelease(more) }
      : { ignored: `${name} came without a digest and is ignored` };
  return {
    reset:
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : new Date().toISOString(),
  };
}

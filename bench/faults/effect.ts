/**
 * Says, before all is calmed, whether what was done has met anything: a fault that nobody ran into has tried no
 * promise.
 */
export type Effect = () => boolean;

export function certain(happened = true): Effect {
  return () => happened;
}

/** A fault that a peer was asked for: it counts once a request has used it. */
export function used(peer: { state(): { readonly faults: readonly unknown[] } }, ask: () => void): Effect {
  ask();
  const waiting = peer.state().faults.at(-1); // replaced by another one, or taken away, when it is used
  return () => !peer.state().faults.includes(waiting);
}

/** Something that a counter shows when it has happened. */
export function counted(count: () => number): Effect {
  const before = count();
  return () => count() > before;
}

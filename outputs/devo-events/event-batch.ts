/** Limits of what is sent before the peer's confirmation is asked for; an attempt repeats one batch at most. */
export interface BatchLimits {
  readonly events: number;
  /** Characters of the bodies, which are nearly bytes. */
  readonly bytes: number;
}

/** At least one event, then as many more as the limits admit. */
export function* batchOf(bodies: Iterable<string>, limits: BatchLimits): Generator<string> {
  let events = 0;
  let bytes = 0;
  for (const body of bodies) {
    if (events > 0 && bytes + body.length > limits.bytes) return;
    yield body;
    events += 1;
    bytes += body.length;
    if (events >= limits.events) return;
  }
}

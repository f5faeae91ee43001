/** Milliseconds of a clock that nobody sets: for how long something took, never for what time it is. */
export function steadyNow(): number {
  return performance.now();
}

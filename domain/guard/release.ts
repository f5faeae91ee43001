/** Who let a held list through, and why: what `release` sends beside the digest. */
export interface Release {
  /** In the words of the one who did it, or null. */
  readonly reason: string | null;
  /** When the signal was sent, ISO 8601 UTC. */
  readonly at: string | null;
  /** The machine that it was sent from. */
  readonly host: string | null;
}

/** What is kept of a text: the state remembers twenty pulls. */
const LONGEST_TEXT = 300; // characters

/**
 * Reads what came as a second argument of `release_held`, or null where there was none: collectors of before send none,
 * and anybody may send anything.
 */
export function readRelease(given: unknown): Release | null {
  if (typeof given !== 'object' || given === null) return null;
  const text = (name: string): string | null => {
    const value: unknown = name in given ? Object.getOwnPropertyDescriptor(given, name)?.value : undefined;
    return typeof value === 'string' && value !== '' ? value.slice(0, LONGEST_TEXT) : null;
  };
  const release = { reason: text('reason'), at: text('at'), host: text('host') };
  return release.reason === null && release.at === null && release.host === null ? null : release;
}

/** "released from host7 at 2026-11-26T09:00:00Z: the vendor was merged" */
export function releaseInWords({ reason, at, host }: Release): string {
  const from = host === null ? '' : ` from ${host}`;
  const when = at === null ? '' : ` at ${at}`;
  return `released${from}${when}${reason === null ? '' : `: ${reason}`}`;
}

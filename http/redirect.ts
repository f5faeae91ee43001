/** Enough for a move to https and a mended path; more is a loop. */
export const MOST_REDIRECTS = 3;

const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function isRedirect(status: number, location: string | undefined): location is string {
  return REDIRECT_STATUSES.has(status) && location !== undefined && location !== '';
}

/**
 * Where a redirect leads when the key may go there, else null: the same scheme, host and port, or the same host by
 * https instead of http. The key belongs to the host that is configured and goes nowhere else.
 */
export function trustedTarget(from: URL, location: string): URL | null {
  if (!URL.canParse(location, from.href)) return null;
  const target = new URL(location, from);
  const isUpgrade = from.protocol === 'http:' && target.protocol === 'https:' && from.hostname === target.hostname;
  if (target.origin !== from.origin && !isUpgrade) return null;
  target.username = '';
  target.password = '';
  return target;
}

/** An address for people: a query is where other people's tokens stand. */
export function withoutQuery(location: string): string {
  return location.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//');
}

import type { Place, Walk } from './walk';

/**
 * Where the walk goes on if the page that it asks for is as full as it may be, and nothing slides; null where that
 * cannot be said, or where the page may well be the last one. Only a guess: the page itself decides.
 */
export function likelyNextPlace({ kind, isSure, place, limit, lastTotal }: Walk): Place | null {
  if (kind !== 'whole' || !isSure || 'mark' in place || lastTotal === null) return null;
  if (place.offset + limit >= lastTotal) return null;
  return { offset: place.offset + limit - 1, isAnchored: true };
}

/**
 * Random numbers from 0 to less than 1 that are the same in every run: a 32-bit xorshift generator (Marsaglia 2003).
 */
export function repeatableRandom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

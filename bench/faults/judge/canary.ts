/** A secret that is found again wherever it goes. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

/**
 * A token that no other text holds, with signs that base64 and URLs write differently.
 *
 * @param mark letters and digits that make it unique
 */
export function canary(name: string, mark: string): Canary {
  return { name, value: `canary-${name}-${mark}/+=&~${mark}` };
}

/** The forms in which a secret must not be found: plain, base64 at its three offsets, URL, JSON. */
export function formsOf({ value }: Canary): string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].map((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return shifted.slice(offset === 0 ? 0 : 4, -4); // the ends depend on what stands beside it
  });
  const url = encodeURIComponent(value);
  return [...new Set([value, ...base64, url, url.toLowerCase(), JSON.stringify(value).slice(1, -1)])];
}

/** Names of the secrets that a text or a file's bytes hold. */
export function secretsIn(content: string | Buffer, canaries: readonly Canary[]): string[] {
  return canaries.filter((one) => formsOf(one).some((form) => content.includes(form))).map((one) => one.name);
}

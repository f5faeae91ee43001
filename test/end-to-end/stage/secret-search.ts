/** A secret of a test: the setting that holds it, and its value. */
export interface Canary {
  readonly setting: string;
  readonly value: string;
}

/** Where a canary was found, and in which spelling. */
export interface Find {
  readonly setting: string;
  readonly place: string;
  readonly form: string;
  readonly around: string;
}

const CONTEXT = 60; // characters

/** Looks for every canary in every text, in each spelling. The search knows nothing of how the product masks. */
export function findCanaries(canaries: readonly Canary[], places: ReadonlyMap<string, string>): Find[] {
  return canaries.flatMap(({ setting, value }) =>
    [...places].flatMap(([place, text]) =>
      Object.entries(spellings(value)).flatMap(([form, spelling]) => {
        const at = text.indexOf(spelling);
        return at < 0
          ? []
          : [{ setting, place, form, around: text.slice(Math.max(0, at - CONTEXT), at + spelling.length + CONTEXT) }];
      }),
    ),
  );
}

/** Spellings of a secret: as it is, half of it, JSON, URL, base64 behind 0, 1 and 2 other bytes, hexadecimal. */
export function spellings(value: string): Record<string, string> {
  const bytes = Buffer.from(value, 'utf8');
  const url = encodeURIComponent(value);
  const forms: Record<string, string> = {
    plain: value,
    'first half': value.slice(0, Math.ceil(value.length / 2)),
    json: JSON.stringify(value).slice(1, -1),
    url: url,
    'url, small escapes': url.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
    form: new URLSearchParams({ s: value }).toString().slice(2),
    hex: bytes.toString('hex'),
  };
  for (const before of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    // The first characters mix with what stands before, the last ones with what follows.
    const core = encoded.slice(Math.ceil((before * 4) / 3), Math.floor(((before + bytes.length) * 4) / 3));
    forms[`base64 behind ${before}`] = core;
    forms[`base64url behind ${before}`] = core.replaceAll('+', '-').replaceAll('/', '_');
  }
  return forms;
}

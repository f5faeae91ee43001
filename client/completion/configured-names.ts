/** What a shell offers, with a word on it. */
export interface Offered {
  readonly value: string;
  readonly about: string;
}

/** Names of a configuration. Anything else stays away from shells, some of which run what stands in `$(...)`. */
const NAME = /^[a-z0-9_]+$/;

/** Part of a configuration as it is written. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Every service of a configuration, of one input where it is named. */
export function servicesOf(
  { inputs }: Mapping,
  only: string | undefined,
): { readonly input: string; readonly service: string }[] {
  return Object.entries(asMapping(inputs))
    .filter(([input]) => NAME.test(input) && (only === undefined || only === input))
    .flatMap(([input, { services }]) => namesIn(services, '').map(({ value }) => ({ input, service: value })));
}

/** The names of a mapping, each with a word on what it is the name of. */
export function namesIn(value: unknown, what: string): Offered[] {
  return Object.keys(asMapping(value))
    .filter((name) => NAME.test(name))
    .map((name) => ({ value: name, about: what }));
}

/** A mapping of mappings; nothing where it is none. */
export function asMapping(value: unknown): Readonly<Record<string, Mapping>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, part]: [string, unknown]) => [
      name,
      typeof part === 'object' && part !== null ? { ...part } : {},
    ]),
  );
}

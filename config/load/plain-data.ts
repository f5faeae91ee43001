/** A mapping of a parsed configuration. */
export type Mapping = Record<string, unknown>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member of a mapping by its own name, or undefined: never something that every object inherits. */
export function member(value: unknown, name: string | number): unknown {
  if (Array.isArray(value)) return typeof name === 'number' ? (value as readonly unknown[])[name] : undefined;
  return isMapping(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  let value = data;
  for (const step of path) value = member(value, step);
  return value;
}

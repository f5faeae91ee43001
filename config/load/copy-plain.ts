import { isMapping } from './plain-data';

/** Levels of nesting that are taken; a configuration has eight. */
export const DEEPEST = 64;

/** Data that is no tree of reasonable depth, or holds a name that JavaScript keeps for itself. */
export class UnfitData extends Error {}

/** Copies parsed data as a plain tree, so that shared and circular parts of it cannot surprise what walks it. */
export function copyPlain(value: unknown, ancestors: readonly unknown[] = []): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (ancestors.length >= DEEPEST) throw new UnfitData('nesting that is too deep');
  if (ancestors.includes(value)) throw new UnfitData('an anchor that holds itself');
  const above = [...ancestors, value];
  if (Array.isArray(value)) return value.map((item: unknown) => copyPlain(item, above));
  if (!isMapping(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    if (name === '__proto__') throw new UnfitData('the name __proto__');
    copy[name] = copyPlain(item, above);
  }
  return copy;
}

import { isMapping, valueAt } from './plain-data';
import type { SettingPath } from './setting-path';

/** Puts a value at a path of a plain tree, in place. The place must have a parent. */
export function setAt(data: unknown, path: SettingPath, value: unknown): void {
  const parent = valueAt(data, path.slice(0, -1));
  const last = path.at(-1);
  if (Array.isArray(parent) && typeof last === 'number') (parent as unknown[])[last] = value;
  if (isMapping(parent) && typeof last === 'string') parent[last] = value;
}

/** Takes a setting out of its mapping. */
export function removeAt(data: unknown, path: SettingPath): void {
  const parent = valueAt(data, path.slice(0, -1));
  const last = path.at(-1);
  if (isMapping(parent) && typeof last === 'string') Reflect.deleteProperty(parent, last);
}

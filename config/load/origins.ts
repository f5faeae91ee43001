import { basename } from 'node:path';
import { valueAt } from './plain-data';
import { pathKey, type SettingPath } from './setting-path';

/** Settings that stand for another one, which the checked configuration holds in their place. */
const STANDS_FOR: Readonly<Record<string, string>> = { url: 'region' };

/**
 * Says where the value of a setting comes from. @param readFrom settings whose value was in a file, and what names it
 */
type Origins = (path: SettingPath, readFrom: ReadonlyMap<string, SettingPath>) => string;

/**
 * @param data as it was written, with its variables put in, before anything is filled in
 * @param variables names of the variables in the text at a path, by `pathKey`
 */
export function createOrigins(
  file: string,
  data: unknown,
  variables: ReadonlyMap<string, readonly string[]>,
  positionOf: (path: SettingPath) => { readonly line: number },
): Origins {
  const written = structuredClone(data);

  function originOf(path: SettingPath): string | null {
    const names = variables.get(pathKey(path));
    if (names !== undefined && names.length > 0) return names.join(', ');
    return valueAt(written, path) === undefined ? null : `${basename(file)}:${positionOf(path).line}`;
  }

  return (path, readFrom) => {
    const instead = STANDS_FOR[String(path.at(-1))];
    return (
      originOf(readFrom.get(pathKey(path)) ?? path) ??
      (instead === undefined ? null : originOf([...path.slice(0, -1), instead])) ??
      'default'
    );
  };
}

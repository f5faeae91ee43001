import type { Finding } from './finding';
import { isMapping } from './plain-data';
import { pathKey, type SettingPath } from './setting-path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Data with its variables put in. */
export interface Interpolated {
  readonly data: unknown;
  readonly findings: readonly Finding[];
  /** Names of the variables in the text at a path, by `pathKey`. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
}

/** `$${` for a plain `${`, `${NAME}`, `${NAME:-default}` (also for an empty variable, as in a shell), and what is none of these. */
const VARIABLE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{/g;

/** Puts environment variables into every text. Names of settings are left alone. */
export function interpolate(data: unknown, environment: Environment): Interpolated {
  const findings: Finding[] = [];
  const variables = new Map<string, readonly string[]>();

  function fill(text: string, path: SettingPath): string {
    const names: string[] = [];
    const filled = text.replace(VARIABLE, (whole, name: string | undefined, fallback: string | undefined) => {
      if (whole === '$${') return '${';
      if (name === undefined) {
        findings.push({ id: 'setting_value', path, found: 'a ${ that names no variable', expected: '${NAME} or ${NAME:-default}; $${ for a plain ${' });
        return whole;
      }
      names.push(name);
      const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
      if (fallback !== undefined) return value === undefined || value === '' ? fallback : value;
      if (value !== undefined) return value;
      findings.push({ id: 'variable_unset', path, found: `no variable ${name}`, expected: `the variable ${name} in the environment` });
      return whole;
    });
    if (names.length > 0) variables.set(pathKey(path), names);
    return filled;
  }

  function visit(value: unknown, path: SettingPath): unknown {
    if (typeof value === 'string') return value.includes('${') ? fill(value, path) : value;
    if (Array.isArray(value)) return value.map((item: unknown, index) => visit(item, [...path, index]));
    if (!isMapping(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, visit(item, [...path, name])]));
  }

  return { data: visit(data, []), findings, variables };
}

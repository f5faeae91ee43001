import type { Finding } from '../finding';
import { isMapping } from '../plain-data';
import { pathKey, type SettingPath } from '../setting-path';
import { splitAtVariables, type TextPiece, type Variable } from './variable-text';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Data with its variables put in. */
export interface Interpolated {
  readonly data: unknown;
  readonly findings: readonly Finding[];
  /** Names of the variables in the text at a path, by `pathKey`. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
}

/** Puts environment variables into every text. Names of settings are left alone. */
export function interpolate(data: unknown, environment: Environment): Interpolated {
  const findings: Finding[] = [];
  const variables = new Map<string, readonly string[]>();

  function fill(text: string, path: SettingPath): string {
    const pieces = splitAtVariables(text);
    if ('fault' in pieces) {
      findings.push({
        id: 'setting_value',
        path,
        found: pieces.fault,
        expected: '${NAME} or ${NAME:-default}; $${ for a plain ${',
      });
      return text;
    }
    const names: string[] = [];

    function join(pieces: readonly TextPiece[]): string {
      return pieces.map((piece) => (typeof piece === 'string' ? piece : valueOf(piece))).join('');
    }

    /** A default also stands for an empty variable, and what a variable holds is not looked through. */
    function valueOf({ name, fallback }: Variable): string {
      names.push(name);
      const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
      if (fallback !== null) return value === undefined || value === '' ? join(fallback) : value;
      if (value !== undefined) return value;
      findings.push({
        id: 'variable_unset',
        path,
        found: `no variable ${name}`,
        expected: `the variable ${name} in the environment`,
      });
      return `\${${name}}`;
    }

    const filled = join(pieces);
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

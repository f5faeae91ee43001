import { collectorConfig } from '../../schema/config';
import { walkSettings } from '../../schema/walk-settings';
import { pathInWords, pathKey, type SettingPath } from '../setting-path';

/** In characters; what people put into templates is short. */
const LONGEST = 60;

/**
 * A variable that was not put in: `$NAME`, `%NAME%`, `$(command)`, `{{ name }}`; or brackets around words for what
 * belongs here.
 */
const UNFILLED = /^(\$\{?[A-Za-z_][A-Za-z0-9_]*\}?|%[A-Za-z_][A-Za-z0-9_]*%|\$\(.*\)|\{\{.*\}\}|<[^<>]*>|\[[^[\]]*\])$/;

const VARIABLE_WITHOUT_BRACES = /^\$[A-Za-z_][A-Za-z0-9_]*$/;

/** One sign again and again: `...`, `***`, `xxxx`. */
const ONE_SIGN = /^(.)\1*$/u;

/** Compared with letters alone: `CHANGE_ME!` and `change-me` are one. */
const STAND_INS = new RegExp(
  `^(${[
    '(please)?(change|replace|fix|set|fill)(me|this|it)?(in)?',
    '(change|replace).*(token|password|secret|key)',
    'todo',
    'tbd',
    'none',
    'null',
    'nil',
    'undefined',
    'empty',
    'placeholder',
    'dummy',
    'example',
    'sample',
    'redacted',
    '(api)?(token|password|passwd|secret|key)(here)?',
    '(your|my)[a-z]*(token|password|passwd|secret|key)(here)?',
    '(insert|enter|paste|put|add)[a-z]*(token|password|secret|key)[a-z]*',
  ].join('|')})$`,
);

/**
 * Secrets that look like what stands in a template for them, one warning each. Their values are never shown: it may be
 * a password after all.
 */
export function findPlaceholders(data: unknown, readFrom: ReadonlyMap<string, SettingPath>): string[] {
  const warnings: string[] = [];
  walkSettings(collectorConfig, data, ({ facts, path, value }) => {
    if (!facts?.secret || typeof value !== 'string' || !isPlaceholder(value.trim())) return;
    const hint = VARIABLE_WITHOUT_BRACES.test(value.trim()) ? '; a variable is written ${NAME}' : '';
    warnings.push(`${pathInWords(readFrom.get(pathKey(path)) ?? path)}: looks like a placeholder and no secret${hint}`);
  });
  return warnings;
}

function isPlaceholder(value: string): boolean {
  if (value === '' || value.length > LONGEST) return false;
  if (UNFILLED.test(value) || ONE_SIGN.test(value)) return true;
  return STAND_INS.test(value.toLowerCase().replace(/[^a-z]/g, ''));
}

import { ConfigErrors, type FirstError } from '../config-errors';
import { CATALOGUE } from '../../errors/catalogue';
import type { CatalogueEntry } from '../../errors/catalogue-entry';
import type { Redactor } from '../secrets/redaction';
import type { Finding, PlaceInFile } from './finding';
import { pathInWords, pathKey, type SettingPath } from './setting-path';

export interface Wording {
  readonly file: string;
  readonly positionOf: (path: SettingPath) => PlaceInFile;
  readonly redact: Redactor;
}

/** Turns findings into errors: one a setting, the first found; in the order of the file; without secrets. */
export function configErrors(findings: readonly Finding[], wording: Wording): ConfigErrors | null {
  const errors = withoutEchoes(findings).map((finding) => inWords(finding, wording));
  errors.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  const [first, ...others] = errors;
  return first ? new ConfigErrors([first, ...others]) : null;
}

/**
 * Leaves out what follows from another finding: a second one at the same place, and the lack of a setting whose name
 * is mistyped.
 */
function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const told = new Set<string>();
  const meant = new Set(
    findings.flatMap(({ path, suggestion }) =>
      suggestion === undefined ? [] : [pathKey([...path.slice(0, -1), suggestion])],
    ),
  );
  return findings.filter(({ path, position, missing }) => {
    if (missing?.some((name) => meant.has(pathKey([...path.slice(0, -1), name])))) return false;
    const place = position ? `${position.line}:${position.column}` : pathKey(path);
    if (told.has(place)) return false;
    told.add(place);
    return true;
  });
}

function inWords(finding: Finding, { file, positionOf, redact }: Wording): FirstError {
  const entry: CatalogueEntry = CATALOGUE[finding.id];
  const { line, column } = finding.position ?? positionOf(finding.path);
  return {
    id: finding.id,
    number: entry.number,
    name: entry.name,
    setting: settingOf(finding, redact),
    message: entry.message,
    remedy: entry.remedy,
    file,
    line,
    column,
    found: redact(finding.found),
    expected: redact(finding.expected),
    suggestion: finding.suggestion ?? null,
  };
}

function settingOf({ path, nameless }: Finding, redact: Redactor): string | null {
  if (path.length === 0) return null;
  return redact(pathInWords(nameless ? [...path.slice(0, -1), '(unknown name)'] : path));
}

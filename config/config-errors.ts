import type { ErrorReport } from '../errors/error-report';
import { CollectorError } from '../errors/collector-error';

/** One error in a configuration, with its place. Never holds the value of a secret. */
export interface ConfigError extends ErrorReport {
  readonly file: string;
  /** From 1; null when the file itself could not be read. */
  readonly line: number | null;
  /** From 1; null when the file itself could not be read. */
  readonly column: number | null;
  readonly found: string;
  readonly expected: string;
  /** Nearest known name of a mistyped one. */
  readonly suggestion: string | null;
}

/** Everything that is wrong with a configuration, at once and in the order of the file. There is at least one error. */
export class ConfigErrors extends Error {
  override readonly name = 'ConfigErrors';
  readonly errors: readonly ConfigError[];
  /** The error that stands for all where only one can be told: a failure of a run, the `error` of `--json`. */
  readonly first: CollectorError;

  constructor(errors: readonly [FirstError, ...FirstError[]]) {
    const [{ id, ...report }, ...others] = errors;
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    const context = { seen: `${placeInWords(report)} ${faultInWords(report)}${more}` };
    const first = new CollectorError(id, report.setting === null ? context : { ...context, setting: report.setting });
    super(first.message);
    this.first = first;
    this.errors = errors.map(({ id: _id, ...error }) => error);
  }
}

/** An error that knows its entry in the catalogue. */
export type FirstError = ConfigError & { readonly id: CollectorError['id'] };

/** `config.yaml:12:7`. */
export function placeInWords(error: ConfigError): string {
  return error.line === null || error.column === null ? error.file : `${error.file}:${error.line}:${error.column}`;
}

/** `found ..., expected ...`, and the name that was probably meant. */
export function faultInWords(error: ConfigError): string {
  const suggestion = error.suggestion === null ? '' : `; did you mean "${error.suggestion}"?`;
  return `found ${error.found}, expected ${error.expected}${suggestion}`;
}

/** Families of errors; the first three are those of the collector that this one replaces. */
export type ErrorName = 'SetupError' | 'InitVariablesError' | 'ApiError' | 'DevoError' | 'EngineError' | 'UsageError';

/** An error as it travels: through failures of the workflow, reports, `--json` and the log. Never holds a secret. */
export interface ErrorReport {
  readonly number: number;
  readonly name: ErrorName;
  /** Path of the setting that is to blame, such as `inputs.a.api_base_url`, or null. */
  readonly setting: string | null;
  readonly message: string;
  readonly remedy: string;
}

/** Which error it is and what was seen, without what to do: `ApiError 401: The credentials are refused: ...`. */
export function errorTitle({ name, number, message }: ErrorReport): string {
  return `${name} ${number}: ${message}`;
}

/** One line for people: `ApiError 401: The credentials are refused: ... (setting inputs.a...). What to do`. */
export function errorInWords(error: ErrorReport): string {
  const setting = error.setting ? ` (setting ${error.setting})` : '';
  return `${errorTitle(error)}${setting}. ${error.remedy}`;
}

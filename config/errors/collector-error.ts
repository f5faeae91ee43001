import { CATALOGUE, type CatalogueEntry, type ErrorId, type ErrorName } from './catalogue';

/** An error as it travels: through failures of the workflow, reports, `--json` and the log. Never holds a secret. */
export interface ErrorReport {
  readonly number: number;
  readonly name: ErrorName;
  /** Path of the setting that is to blame, such as `inputs.ctci.api_base_url`, or null. */
  readonly setting: string | null;
  readonly message: string;
  readonly remedy: string;
}

export interface ErrorContext {
  readonly setting?: string;
  /** What was seen, in words: status, content type, first words. Appended to the catalogue's message. */
  readonly seen?: string;
  /** Whether the same step may succeed when it is tried again soon. Default false. */
  readonly retryable?: boolean;
  /** What the peer asked to wait before the next try, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** An error of the catalogue, thrown where it is known and translated once, at the activity boundary. */
export class CollectorError extends Error {
  readonly id: ErrorId;
  readonly number: number;
  override readonly name: ErrorName;
  readonly setting: string | null;
  readonly remedy: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;

  constructor(id: ErrorId, context: ErrorContext = {}) {
    const entry: CatalogueEntry = CATALOGUE[id];
    super(context.seen ? `${entry.message}: ${context.seen}` : entry.message, { cause: context.cause });
    this.id = id;
    this.number = entry.number;
    this.name = entry.name;
    this.setting = context.setting ?? null;
    this.remedy = entry.remedy;
    this.retryable = context.retryable ?? false;
    this.retryAfterMs = context.retryAfterMs ?? null;
  }

  /** The error as data. */
  report(): ErrorReport {
    return { number: this.number, name: this.name, setting: this.setting, message: this.message, remedy: this.remedy };
  }
}

/** One line for people: `ApiError 401: CTCI refused the credentials: ... (setting inputs.ctci...). Remedy: ...`. */
export function errorInWords(error: ErrorReport): string {
  const setting = error.setting ? ` (setting ${error.setting})` : '';
  return `${error.name} ${error.number}: ${error.message}${setting}. ${error.remedy}`;
}

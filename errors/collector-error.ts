import type { ErrorName, ErrorReport } from './error-report';
import { CATALOGUE, type ErrorId } from './catalogue';
import type { CatalogueEntry } from './catalogue-entry';

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

  constructor(
    id: ErrorId,
    private readonly context: ErrorContext = {},
  ) {
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

  /** What was seen, in words; empty when nothing was said of it. */
  get seen(): string {
    return this.context.seen ?? '';
  }

  /** The error as data. */
  report(): ErrorReport {
    return { number: this.number, name: this.name, setting: this.setting, message: this.message, remedy: this.remedy };
  }

  /** The same error, to be tried again at once. */
  soon(): CollectorError {
    return new CollectorError(this.id, { ...this.context, retryable: true, retryAfterMs: 1 });
  }

  /** The same error, not to be tried again. */
  final(): CollectorError {
    return this.retryable ? new CollectorError(this.id, { ...this.context, retryable: false }) : this;
  }
}

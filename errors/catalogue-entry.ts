import type { ErrorName } from './error-report';

/** One error that a user can meet: what it says, why it happens, what to do. */
export interface CatalogueEntry {
  readonly number: number;
  readonly name: ErrorName;
  readonly message: string;
  readonly cause: string;
  readonly remedy: string;
}

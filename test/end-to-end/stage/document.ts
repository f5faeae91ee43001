import type { PullReport } from '../../../domain/report/pull-report';
import type { ErrorReport } from '../../../errors/error-report';
import type { ServiceView } from '../../../client/verb-result';
import type { VerbEnd } from './workplace';

/** What `--json` prints. */
export interface Document {
  readonly ok: boolean;
  readonly services: readonly (ServiceView & { readonly report?: PullReport })[];
  readonly error?: ErrorReport;
}

/** The one document on stdout; throws when there is anything else on it. */
export function documentOf({ stdout, stderr }: VerbEnd): Document {
  try {
    return JSON.parse(stdout) as Document;
  } catch {
    throw new Error(`Not one JSON document on stdout:\n${stdout}\n--- stderr:\n${stderr}`);
  }
}

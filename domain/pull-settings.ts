import type { NoticeSettings } from './notices/pull-news';
import type { SearchAttribute } from './report/search-attributes';
import type { ErrorReport } from '../errors/error-report';

/** Names a service. All that a workflow is told; the worker's configuration says the rest. */
export interface ServiceRef {
  readonly input: string;
  readonly service: string;
}

/** A service under the very configuration that `setup` has read. */
export interface PinnedService extends ServiceRef {
  /** Fingerprint of what shapes the service's pulls. A worker with another one refuses the step. */
  readonly config: string;
}

/** What `setup` says of one output. */
export interface OutputSettings {
  readonly name: string;
  readonly type: string;
  /** A lookup holds the list; events tell what happened to it. */
  readonly holds: 'list' | 'events';
  readonly mode: 'auto' | 'full' | 'incremental';
  /** Fingerprint of what would be sent and where. */
  readonly rules: string;
  /** Everything is delivered again when the last full delivery is older than this; null for never. */
  readonly full_refresh_seconds: number | null;
  /** False when the lookup is known not to exist. */
  readonly exists: boolean;
  /** Newest deploy job that the sink knows. */
  readonly newest_job: string | null;
  /** Why it could not be looked at. It gets nothing in this pull; absent when all is well. */
  readonly fault?: ErrorReport;
}

/** What `setup` says of those who are told of a run at its end: also when it fails, beside its error. */
export interface Audience {
  /** Absent where nobody wants to be told of pulls. */
  readonly notices?: NoticeSettings;
  /** Search attributes that Temporal has been told of and that a run may therefore write; absent for none. */
  readonly search_attributes?: readonly SearchAttribute[];
}

/** What `setup` returns: all that a run needs to know of its configuration, and no secret. */
export interface PullSettings extends Audience {
  readonly config: string;
  /** Whether lists and states too large for a payload have a place outside Temporal. */
  readonly external_storage: boolean;
  readonly reset_persistence_auth: string;
  readonly shrink_limit_percent: number;
  /** Seconds between pulls when the cron is `@every`, else null. */
  readonly period_seconds: number | null;
  readonly token_expires_at: string | null;
  /** The collector gets a new token by itself; absent for one that somebody has to replace. */
  readonly token_renews?: true;
  readonly requests: number;
  readonly outputs: readonly OutputSettings[];
}

/** Why outputs could not be looked at, by output. */
export function faultsOf({ outputs }: PullSettings): Record<string, ErrorReport> {
  const faults: Record<string, ErrorReport> = {};
  for (const { name, fault } of outputs) {
    if (fault !== undefined) faults[name] = fault;
  }
  return faults;
}

/** The outputs that can get something in this pull. */
export function outputsWithinReach({ outputs }: PullSettings): OutputSettings[] {
  return outputs.filter(({ fault }) => fault === undefined);
}

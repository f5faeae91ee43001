import type { Audience } from '../pull-settings';

/** What `setup` returns of a service of events: all that a run needs to know of its configuration, and no secret. */
export interface EventsSettings extends Audience {
  readonly config: string;
  readonly reset_persistence_auth: string;
  /** Where events begin, epoch seconds; null when it is not configured. */
  readonly historical: number | null;
  /** Seconds between walks when the cron is `@every`, else null. */
  readonly period_seconds: number | null;
  readonly external_storage: boolean;
  readonly token_expires_at: string | null;
  readonly requests: number;
  readonly outputs: readonly EventsOutput[];
}

export interface EventsOutput {
  readonly name: string;
  readonly type: string;
}

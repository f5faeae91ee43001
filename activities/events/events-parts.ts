import type { MessageOutput } from '../../outputs/message-output';
import type { Webhook } from '../../outputs/webhook/webhook';
import type { ThreatquotientSource } from '../../sources/threatquotient/threatquotient-source';

/** A service of events, ready to run. */
export interface EventsParts {
  readonly resetPersistenceAuth: string;
  readonly retryForSeconds: number;
  /** Seconds between walks when the cron is `@every`, else null. */
  readonly periodSeconds: number | null;
  /** Where events begin, with the path of its setting. */
  readonly history?: { readonly from: string; readonly setting: string };
  readonly overlapSeconds: number;
  readonly fetchLimit: number;
  /** Path of the setting that names the server. */
  readonly addressSetting: string;
  readonly tagOf: (type: string | null) => string;
  /** The list of an event whose elements are messages of their own; absent where an event is one message. */
  readonly flattenBy?: string | undefined;
  /** The source as it is configured now: a password file is read again. */
  source(): ThreatquotientSource;
  readonly outputs: readonly MessageOutput[];
  /** Those who are told of its pulls; absent for nobody. */
  readonly webhooks?: readonly Webhook[];
  close(): void;
}

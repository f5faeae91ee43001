import type { BatchLimits } from './event-batch';
import type { EventPlanOptions } from './event-plan';

/** What every output that sends events to Devo is told, whichever way they go. */
export interface EventOutputOptions extends EventPlanOptions {
  readonly name: string;
  /** The events' table. */
  readonly tag?: string | undefined;
  /** Path of the output's config, such as `outputs.devo_http.config`. */
  readonly settingsPath: string;
  /** Fingerprint of the obfuscation rules, keys only as HMAC. */
  readonly obfuscationRules?: string | undefined;
  readonly batch?: BatchLimits | undefined;
}

import type { CollectorError } from '../errors/collector-error';
import type { OutputSettings, PinnedService, ServiceRef } from '../domain/pull-settings';
import type { SearchAttribute } from '../domain/report/search-attributes';
import type { CallLimits } from '../domain/time-limits';
import type { EventsParts } from './events/events-parts';
import type { Output } from '../outputs/output';
import type { Webhook } from '../outputs/webhook/webhook';
import type { ListSource } from '../sources/source';

/** An output with what a pull has to know of it. */
export interface ConfiguredOutput extends Pick<OutputSettings, 'holds' | 'mode' | 'full_refresh_seconds'> {
  readonly output: Output;
}

/** A service, ready to run: its settings, its source, its outputs in order. */
export interface ServiceParts {
  readonly resetPersistenceAuth: string;
  readonly shrinkLimitPercent: number;
  readonly retryForSeconds: number;
  readonly periodSeconds: number | null;
  /** The date from which event outputs get what was added, with the path of its setting. */
  readonly history?: { readonly from: string; readonly setting: string };
  /**
   * Why nothing of a list with these columns may leave, or null: rules of the obfuscation that do not hit it. Absent
   * without rules.
   */
  readonly judgeColumns?: (columns: readonly string[]) => CollectorError | null;
  readonly source: ListSource;
  readonly outputs: readonly ConfiguredOutput[];
  /** Those who are told of its pulls; absent for nobody. */
  readonly webhooks?: readonly Webhook[];
}

/** What activities work with. `collectorParts` makes it of a configuration, and `listParts` each service of a list. */
export interface CollectorParts {
  /**
   * Fingerprint of what shapes the pulls of a service; it shows no secret. Null when this worker's configuration does
   * not have the service.
   */
  readonly fingerprint: (service: ServiceRef) => string | null;
  /** Whether lists and states too large for a payload have a place outside Temporal; absent for no. */
  readonly externalStorage?: boolean;
  /** A service of events, or null when there is none of that name; absent where no source of events is known. */
  events?(input: string, service: string, begunBy?: string): EventsParts | null;
  /**
   * Tells whenever something has happened in a run, until the signal is aborted; never rejects. Absent where nobody
   * tells: a step then has to ask often.
   */
  readonly news?: (
    run: { readonly workflowId: string; readonly runId: string },
    tell: () => void,
    signal: AbortSignal,
  ) => Promise<void>;
  /** Aborted when the worker is told to stop: what goes on for long ends then. */
  readonly stopping?: AbortSignal;
  /** A service that pulls a list. Throws CollectorError `service_unknown`. */
  service(input: string, service: string, begunBy?: string): ServiceParts;
  /**
   * Whether the configuration that a pull was begun by is still at hand although a newer one is in use. Absent where
   * there is only ever one.
   */
  remembers?(pinned: PinnedService): boolean;
  readonly redact: (text: string) => string;
  /** Other limits than `CALL_LIMITS`. */
  readonly callLimits?: Partial<CallLimits>;
  /** See `Boundary`. */
  readonly mismatchAttempts?: number;
  /** Those who are told of a service's pulls; none of a service that is not known. */
  webhooks?(input: string, service: string): readonly Webhook[];
  /** The search attributes that runs may write, as Temporal knows them now; absent for none. */
  searchAttributes?(): Promise<readonly SearchAttribute[]>;
  /** The run's address in the Web UI, or null where none is known. */
  linkToRun?(workflowId: string, runId: string): Promise<string | null>;
  /** Told of every confirmed delivery; for the sender statistics. */
  readonly delivered?: (output: string, holds: 'list' | 'events', sent: number, ms: number) => void;
  /** Told of every walk over events that has come to its end, with its start, epoch milliseconds. */
  readonly walked?: (service: ServiceRef, startedAt: number) => void;
}

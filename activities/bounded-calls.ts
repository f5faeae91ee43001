import type { ErrorId } from '../errors/catalogue';
import { CollectorError } from '../errors/collector-error';
import { CALL_LIMITS, type CallLimits } from '../domain/time-limits';
import type { Receipt } from '../domain/changes/receipt';
import type { Delivery, DeliveryProgress, Output, SinkFacts } from '../outputs/output';
import type { RowCollector } from '../domain/list/list';
import type { UnchangedList } from '../domain/list/fetched-list';
import type { KnownList, ListSource, Session, SourceList } from '../sources/source';
import type { CollectorParts } from './service-parts';
import { within } from './within';

/**
 * The calls of sources and outputs, each within a limit that is shorter than the step's: what was slow is then named.
 * They pass on what they are given, and what comes back.
 */
export interface BoundedCalls {
  authenticate(source: ListSource, signal: AbortSignal): Promise<Session>;
  fetchList<Collector extends RowCollector>(
    source: ListSource,
    known: KnownList,
    signal: AbortSignal,
    collect: () => Collector,
  ): Promise<SourceList<Collector> | UnchangedList>;
  inspect(output: Output, signal: AbortSignal): Promise<SinkFacts>;
  check(output: Output, signal: AbortSignal): Promise<void>;
  deliver(output: Output, delivery: Delivery, progress: DeliveryProgress, signal: AbortSignal): Promise<Receipt>;
}

export function boundedCalls({ callLimits }: CollectorParts): BoundedCalls {
  const limits: CallLimits = { ...CALL_LIMITS, ...callLimits };
  return {
    authenticate: (source, signal) =>
      within(
        limits.authenticate,
        signal,
        () => late(source.lateError, 'the login', limits.authenticate),
        (own) => source.authenticate(own),
      ),
    fetchList: (source, known, signal, collect) =>
      within(
        limits.fetchList,
        signal,
        () => late(source.lateError, 'getting the list', limits.fetchList),
        (own) => source.fetchList(known, own, collect),
      ),
    inspect: (output, signal) =>
      within(
        limits.inspect,
        signal,
        () => late('devo_timeout', `looking at ${output.name}`, limits.inspect),
        (own) => output.inspect(own),
      ),
    check: (output, signal) =>
      within(
        limits.inspect,
        signal,
        () => late('devo_timeout', `trying ${output.name}`, limits.inspect),
        async (own) => output.check?.(own),
      ),
    deliver: (output, delivery, progress, signal) =>
      within(
        limits.deliver,
        signal,
        () => late('devo_timeout', `the delivery to ${output.name}`, limits.deliver),
        (own) => output.deliver(delivery, progress, own),
      ),
  };
}

function late(id: ErrorId, what: string, limitMs: number): CollectorError {
  return new CollectorError(id, { seen: `${what} was not over within ${limitMs / 1000} s`, retryable: true });
}

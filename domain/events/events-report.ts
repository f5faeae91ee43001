import type { ErrorReport } from '../../errors/error-report';
import type { OutputReport, Outcome, PullReport } from '../report/pull-report';
import { sumOf } from '../report/sum-of';
import type { EventsOutput } from './events-settings';
import type { EventsReceipt } from './events-step';

/** What a report is made of. */
export interface EventsPullFacts {
  readonly runId: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outputs: readonly EventsOutput[];
  readonly receipts: readonly EventsReceipt[];
  /** Requests beside those of the steps. */
  readonly requests: number;
  /** Why the run failed, when it was no step's error. */
  readonly error: ErrorReport | null;
  /** Events that the service has delivered before this pull. */
  readonly sentBefore: number;
}

type Sums = Pick<PullReport, 'requests' | 'received' | 'duplicates' | 'without_key' | 'added' | 'changed' | 'sent'>;

/** What a pull of events did, in numbers. `rows` counts all events that the service has delivered. */
export function eventsReport(facts: EventsPullFacts): PullReport {
  const last = facts.receipts.at(-1);
  const outputs = outputReports(facts, last);
  const reports = Object.values(outputs);
  const refused = reports.reduce((sum, output) => sum + (output.refused ?? 0), 0);
  const error = facts.error ?? last?.error ?? reports.find((output) => output.error !== null)?.error ?? null;
  const sums = facts.receipts.reduce<Sums>((sums, { reached }) => sumOf<keyof Sums>(sums, reached), NOTHING);
  return {
    run_id: facts.runId,
    started_at: new Date(facts.startedAt).toISOString(),
    outcome: outcomeOf(refused > 0 || reports.some(({ sent }) => sent > 0), error),
    ...sums,
    requests: sums.requests + facts.requests,
    removed: 0,
    ...(refused > 0 && { refused }),
    outputs,
    duration_ms: facts.endedAt - facts.startedAt,
    rows: facts.sentBefore + sums.sent,
    digest: null,
    held: null,
    error,
  };
}

const NOTHING: Sums = { requests: 0, received: 0, duplicates: 0, without_key: 0, added: 0, changed: 0, sent: 0 };

/** @param hasGoneOn whether an output has confirmed something, or has said what it does not take */
function outcomeOf(hasGoneOn: boolean, error: ErrorReport | null): Outcome {
  if (error !== null) return hasGoneOn ? 'partial' : 'failed';
  return hasGoneOn ? 'delivered' : 'unchanged';
}

function outputReports(
  { outputs, receipts }: EventsPullFacts,
  last: EventsReceipt | undefined,
): Record<string, OutputReport> {
  return Object.fromEntries(
    outputs.map(({ name }) => {
      const all = receipts.flatMap(({ reached }) => reached.outputs[name] ?? []);
      const sent = all.reduce((sum, each) => sum + each.sent, 0);
      const failure = last?.failed_outputs?.[name] ?? (last?.failed_output === name ? last.error : null);
      const turnedDown = all.flatMap((each) => each.refused ?? []);
      const refused = turnedDown.reduce((sum, each) => sum + each.count, 0);
      const error = failure ?? turnedDown.at(-1)?.error ?? null;
      const outcome = failure !== null ? 'failed' : sent > 0 ? 'delivered' : 'up_to_date';
      const bytes = all.reduce((sum, each) => sum + each.bytes, 0);
      const ms = all.reduce((sum, each) => sum + each.ms, 0);
      const mode = sent > 0 ? 'incremental' : null;
      return [
        name,
        {
          outcome,
          mode,
          why: sent > 0 ? 'events that were due' : null,
          sent,
          bytes,
          ms,
          job: null,
          ...(refused > 0 && { refused }),
          error,
        },
      ];
    }),
  );
}

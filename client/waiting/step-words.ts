import { count } from '../../domain/report/words';
import { span } from '../words/times';

/** How a step of a run stands. Times are epoch milliseconds. */
export interface StepNow {
  /** As the Web UI names it. */
  readonly name: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** When the next attempt begins; null while one is under way. */
  readonly nextAttemptAt: number | null;
  /** Why the attempt before failed. */
  readonly failure: string | null;
  /** Deploys that Devo works on; since when is not known of one that older code began. */
  readonly jobs: readonly { readonly id: string; readonly since: number | null }[];
  /** Of a walk over events. */
  readonly events: { readonly received: number; readonly sent: number } | null;
}

/** What there is to know first: a line may be cut at its end. */
export function stepInWords({ name, attempt, nextAttemptAt, failure, jobs, events }: StepNow, now: number): string {
  const wait = nextAttemptAt === null || nextAttemptAt <= now ? '' : ` in ${inSeconds(nextAttemptAt - now)}`;
  return [
    `step ${name}`,
    `attempt ${attempt}${wait}`,
    ...jobs.map(({ id, since }) => `Devo's job ${id}${since === null ? '' : ` for ${inSeconds(now - since)}`}`),
    ...(events === null ? [] : [`${count(events.received)} received, ${count(events.sent)} sent`]),
    ...(failure === null ? [] : [`the one before: ${failure}`]),
  ].join(', ');
}

/** Below a minute to the second, for it is looked at while it changes. */
function inSeconds(ms: number): string {
  return span(1000 * Math.max(Math.ceil(ms / 1000), 1));
}

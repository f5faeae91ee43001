import { CollectorError } from '../../../errors/collector-error';
import type { DeliveryLimits } from '../client/delivery-limits';
import { longerPause, type DeliveryTools } from './delivery-tools';
import { judgeJob, type JobVerdict } from '../client/job-status';

/** How a job ended. `gone`: Devo does not know it, or it has no status although it is not ours. */
interface JobEnd {
  readonly outcome: 'ok' | 'err' | 'gone';
  readonly words: string;
  /** False when the very first answer said that the job is over. */
  readonly waited: boolean;
}

interface JobWatch {
  readonly id: string;
  /** Ours may be without a status as long as it likes; a stranger's may not. */
  readonly ours: boolean;
}

/**
 * Asks for a job until it is over. Single failures of the network and of Devo are lived through, and so is a single
 * answer that contradicts those before it; a refusal of the token is not. Throws `devo_job_endless` at the ceiling.
 */
export async function awaitJob(watch: JobWatch, tools: DeliveryTools): Promise<JobEnd> {
  const { limits, signal } = tools;
  const started = tools.now();
  const warned = new Set<string>();
  const silence = new Silence();
  let answeredAt = started;
  let pause = limits.pollFirstMs;
  for (let asked = 0; ; asked += 1) {
    const answer = await ask(watch.id, silence.hasHeard, tools);
    const now = tools.now();
    if (answer instanceof CollectorError) {
      if (now - answeredAt >= limits.pollFailuresMs) throw answer;
    } else {
      answeredAt = now;
      for (const code of answer?.unknownCodes ?? []) warnOnce(code, watch.id, warned, tools);
      const end = jobEnd(answer, watch.ours, silence.lasts(answer, now), limits);
      if (end) return { ...end, waited: asked > 0 };
    }
    const elapsed = now - started;
    if (elapsed >= limits.jobCeilingMs) throw endless(watch, elapsed, tools.setting);
    const wished = answer instanceof CollectorError ? Math.min(answer.retryAfterMs ?? 0, limits.retryWindowMs) : 0;
    await tools.sleep(Math.min(Math.max(pause, wished), limits.jobCeilingMs - elapsed), signal);
    pause = longerPause(pause, limits);
  }
}

/** How long Devo has been saying nothing of a job. */
class Silence {
  #since: number | null = null;
  #hasHeard = false;

  /** Whether Devo has ever told of the job. */
  get hasHeard(): boolean {
    return this.#hasHeard;
  }

  /** Takes an answer; says for how long the answers have told nothing, in milliseconds, or null when this one does. */
  lasts(verdict: JobVerdict | null, now: number): { readonly ms: number; readonly hasHeard: boolean } | null {
    if (verdict !== null && verdict.state !== 'silent') {
      this.#since = null;
      this.#hasHeard = true;
      return null;
    }
    this.#since ??= now;
    return { ms: now - this.#since, hasHeard: this.#hasHeard };
  }
}

/** A gateway's page, or a refusal out of nowhere: nothing to believe of a job that Devo has told of before. */
const BELIEVED_AT_FIRST: ReadonlySet<string> = new Set(['devo_answer', 'devo_refused', 'devo_status']);

/** One question: the verdict, null when Devo does not know the job, or a failure that may pass. */
async function ask(job: string, hasHeard: boolean, tools: DeliveryTools): Promise<JobVerdict | null | CollectorError> {
  try {
    const statuses = await tools.session.statuses(job);
    return statuses && judgeJob(statuses);
  } catch (error) {
    if (error instanceof CollectorError && (error.retryable || (hasHeard && BELIEVED_AT_FIRST.has(error.id))))
      return error;
    throw error;
  }
}

function jobEnd(
  verdict: JobVerdict | null,
  ours: boolean,
  silence: ReturnType<Silence['lasts']>,
  limits: DeliveryLimits,
): Omit<JobEnd, 'waited'> | null {
  if (verdict?.state === 'ok' || verdict?.state === 'err') return { outcome: verdict.state, words: verdict.words };
  if (silence === null) return null;
  const isLong = silence.ms >= limits.emptyStatusMs;
  if (verdict === null) {
    // A job of ours may be too young to be known. A stranger's that was never known is over.
    return isLong || (!ours && !silence.hasHeard) ? { outcome: 'gone', words: 'Devo does not know the job' } : null;
  }
  return isLong && !ours ? { outcome: 'gone', words: 'no status' } : null;
}

function warnOnce(code: string, job: string, warned: Set<string>, tools: DeliveryTools): void {
  if (warned.has(code)) return;
  warned.add(code);
  tools.warn(`Devo gave a status that is not known (${code}) for job ${job}; it is passed over`);
}

function endless(watch: JobWatch, elapsedMs: number, setting: string): CollectorError {
  const origin = watch.ours ? 'begun by this collector' : 'not begun by this delivery';
  const minutes = Math.round(elapsedMs / 6_000) / 10;
  return new CollectorError('devo_job_endless', {
    setting,
    seen: `job ${watch.id}, ${origin}, has no result after ${minutes} min`,
  });
}

import { CollectorError } from '../../config/errors/collector-error';
import { longerPause, type DeliveryTools } from './delivery-tools';
import { judgeJob, type JobVerdict } from './job-status';

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
 * Asks for a job until it is over. Single failures of the network and of Devo are lived through; a refusal is not.
 * Throws `devo_job_endless` at the ceiling.
 */
export async function awaitJob(watch: JobWatch, tools: DeliveryTools): Promise<JobEnd> {
  const { limits, signal } = tools;
  const started = tools.now();
  const warned = new Set<string>();
  let answeredAt = started;
  let pause = limits.pollFirstMs;
  for (let asked = 0; ; asked += 1) {
    const answer = await ask(watch.id, tools);
    const elapsed = tools.now() - started;
    if (answer instanceof CollectorError) {
      if (tools.now() - answeredAt >= limits.pollFailuresMs) throw answer;
    } else {
      answeredAt = tools.now();
      for (const code of answer?.unknownCodes ?? []) warnOnce(code, watch.id, warned, tools);
      const end = jobEnd(answer, watch.ours, elapsed >= limits.emptyStatusMs);
      if (end) return { ...end, waited: asked > 0 };
    }
    if (elapsed >= limits.jobCeilingMs) throw endless(watch, elapsed, tools.setting);
    const wished = answer instanceof CollectorError ? Math.max(pause, answer.retryAfterMs ?? 0) : pause;
    await tools.sleep(Math.min(wished, limits.jobCeilingMs - elapsed), signal);
    pause = longerPause(pause, limits);
  }
}

/** One question: the verdict, null when Devo does not know the job, or a failure that may pass. */
async function ask(job: string, tools: DeliveryTools): Promise<JobVerdict | null | CollectorError> {
  try {
    const statuses = await tools.session.statuses(job);
    return statuses && judgeJob(statuses);
  } catch (error) {
    if (error instanceof CollectorError && error.retryable) return error;
    throw error;
  }
}

function jobEnd(verdict: JobVerdict | null, ours: boolean, longSilent: boolean): Omit<JobEnd, 'waited'> | null {
  if (verdict === null) {
    // A job of ours may be too young to be known.
    return !ours || longSilent ? { outcome: 'gone', words: 'Devo does not know the job' } : null;
  }
  if (verdict.state === 'ok' || verdict.state === 'err') return { outcome: verdict.state, words: verdict.words };
  if (verdict.state === 'silent' && !ours && longSilent) return { outcome: 'gone', words: 'no status' };
  return null;
}

function warnOnce(code: string, job: string, warned: Set<string>, tools: DeliveryTools): void {
  if (warned.has(code)) return;
  warned.add(code);
  tools.warn(`Devo gave a status that is not known (${code}) for job ${job}; it is passed over`);
}

function endless(watch: JobWatch, elapsedMs: number, setting: string): CollectorError {
  const origin = watch.ours ? 'begun by this collector' : 'not begun by this delivery';
  const minutes = Math.round(elapsedMs / 6_000) / 10;
  return new CollectorError('devo_job_endless', { setting, seen: `job ${watch.id}, ${origin}, has no result after ${minutes} min` });
}

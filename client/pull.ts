import { WorkflowNotFoundError } from '@temporalio/client';
import type { EnabledService } from '../config/enabled-services';
import { CollectorError } from '../config/errors/collector-error';
import { errorInWords } from '../domain/error-report';
import { pullNow, type PullAnswer } from './chain/pull-now';
import type { Collector } from './open-collector';
import { viewService } from './service-view';
import { EXIT, type ExitCode, type ServiceView, type VerbResult } from './verb-result';
import { reportInWords } from './words/report-words';

/** Pulls now, waits, and reports. */
export function pull(collector: Collector, options: { readonly timeoutSeconds: number }): Promise<VerbResult> {
  return pullServices(collector, options.timeoutSeconds);
}

/** Pulls all chosen services at once. Done (exit 0) when each was delivered or had nothing to deliver. */
export async function pullServices(collector: Collector, timeoutSeconds: number): Promise<VerbResult> {
  const pulls = await Promise.all(collector.services.map((service) => pullService(collector, service, timeoutSeconds)));
  const failed = pulls.find((each) => each.error !== null);
  return {
    exit: pulls.every((each) => each.good) ? EXIT.done : (failed?.exit ?? EXIT.failed),
    services: pulls.map((each) => each.view),
    words: pulls.map((each) => each.words).join('\n'),
    ...(failed?.error && { error: failed.error.report() }),
  };
}

interface ServicePull {
  readonly view: ServiceView;
  readonly good: boolean;
  readonly words: string;
  readonly exit: ExitCode;
  readonly error: CollectorError | null;
}

async function pullService(collector: Collector, service: EnabledService, timeoutSeconds: number): Promise<ServicePull> {
  const name = `${service.input}/${service.service}`;
  try {
    const answer = await pullNow(collector.reader, service.workflowId, timeoutSeconds * 1000);
    const view = await viewService(collector, service, new Date());
    const report = 'report' in answer ? answer.report : answer.failed.report;
    const good = report?.outcome === 'delivered' || report?.outcome === 'unchanged';
    return { view: report ? { ...view, report } : view, good, words: `${name}: ${wordsOf(answer)}`, exit: good ? EXIT.done : EXIT.failed, error: null };
  } catch (error) {
    const known = knownError(error);
    if (known === null) throw error;
    const view = await viewService(collector, service, new Date());
    const exit = known.id === 'wait_timed_out' ? EXIT.failed : EXIT.nothingRunning;
    return { view, good: false, words: `${name}: ${errorInWords(known.report())}`, exit, error: known };
  }
}

function wordsOf(answer: PullAnswer): string {
  if ('report' in answer) return reportInWords(answer.report);
  const { error, report } = answer.failed;
  return report ? reportInWords({ ...report, error }) : `failed: ${errorInWords(error)}`;
}

function knownError(error: unknown): CollectorError | null {
  if (error instanceof CollectorError) return error;
  return error instanceof WorkflowNotFoundError ? new CollectorError('not_running') : null;
}

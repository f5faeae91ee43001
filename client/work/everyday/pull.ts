import { WorkflowNotFoundError } from '@temporalio/client';
import type { EnabledService } from '../../../config/enabled-services';
import { CollectorError } from '../../../errors/collector-error';
import type { ErrorReport } from '../../../errors/error-report';
import { pullNow } from '../../chain/pull-now';
import type { Collector } from '../../open-collector';
import { sayingWhatFor, type Waiting } from '../../waiting/waiting';
import { viewService } from '../../words/service-view';
import { EXIT, type ExitCode, type ServiceView, type VerbResult } from '../../verb-result';
import { failuresInWords, reportInWords } from '../../words/report-words';

/** Pulls now, waits, and reports. @param options.timeout seconds */
export function pull(collector: Collector, options: { readonly timeout: number }): Promise<VerbResult> {
  return pullServices(collector, options.timeout);
}

/** Pulls all chosen services at once. Done (exit 0) when each was delivered or had nothing to deliver. */
export async function pullServices(
  collector: Collector,
  timeoutSeconds: number,
  waitFor: Waiting = sayingWhatFor,
): Promise<VerbResult> {
  const pulls = await Promise.all(
    collector.services.map((service) => pullService(collector, service, timeoutSeconds, waitFor)),
  );
  const failed = pulls.find((each) => each.error !== null);
  return {
    exit: pulls.every((each) => each.good) ? EXIT.done : (failed?.exit ?? EXIT.failed),
    services: pulls.map((each) => each.view),
    words: pulls.flatMap((each) => (each.words === null ? [] : [each.words])).join('\n'),
    ...(failed?.error && { error: failed.error, complaint: pulls.flatMap(complaintOf).join('\n') }),
  };
}

interface ServicePull {
  readonly view: ServiceView;
  readonly good: boolean;
  /** Null when there is nothing but the error to tell of. */
  readonly words: string | null;
  readonly exit: ExitCode;
  readonly error: ErrorReport | null;
}

async function pullService(
  collector: Collector,
  service: EnabledService,
  timeoutSeconds: number,
  waitFor: Waiting,
): Promise<ServicePull> {
  const name = `${service.input}/${service.service}`;
  try {
    const answer = await pullNow(collector.reader, service.workflowId, timeoutSeconds * 1000, { name, waitFor });
    const view = await viewService(collector, service, new Date());
    const report = 'report' in answer ? answer.report : answer.failed.report;
    const good = report?.outcome === 'delivered' || report?.outcome === 'unchanged';
    const words = report && `${name}: ${reportInWords(report, service.kind)}`;
    const error = 'failed' in answer ? answer.failed.error : answer.report.error;
    return { view: report ? { ...view, report } : view, good, words, exit: good ? EXIT.done : EXIT.failed, error };
  } catch (error) {
    const known = knownError(error);
    if (known === null) throw error;
    const view = await viewService(collector, service, new Date());
    return {
      view,
      good: false,
      words: null,
      exit: known.id === 'wait_timed_out' || known.id === 'task_failing' ? EXIT.failed : EXIT.nothingRunning,
      error: known.report(),
    };
  }
}

function complaintOf({ view, error }: ServicePull): string[] {
  return error === null
    ? []
    : failuresInWords(view.report ?? null, error).map((words) => `${view.input}/${view.service}: ${words}`);
}

function knownError(error: unknown): CollectorError | null {
  if (error instanceof CollectorError) return error;
  return error instanceof WorkflowNotFoundError ? new CollectorError('not_running') : null;
}

import { ApplicationFailure, proxySinks, type Sinks, type WorkflowInterceptors } from '@temporalio/workflow';
import { pullFacts } from '../domain/report/pull-facts';
import type { PullEnd } from '../domain/report/pull-end';
import type { PullReport } from '../domain/report/pull-report';
import type { PullResult } from '../domain/state/pull-state';
import type { AnyState } from '../domain/state/any-state';

/** What the worker takes from its runs, for metrics and health. */
export interface PullSinks extends Sinks {
  pulls: { ended(end: PullEnd): void };
}

/**
 * Tells the worker how each pull ended, whatever kind it was. No command of the workflow, so that nothing of it is in a
 * history; it is told again when a late signal makes the run's last task be done anew.
 */
export const interceptors = (): WorkflowInterceptors => ({
  inbound: [
    {
      async execute(input, next) {
        const { pulls } = proxySinks<PullSinks>();
        try {
          const result: unknown = await next(input);
          if (isPullResult(result))
            pulls.ended({ report: result.report, facts: pullFacts(result.state, result.report) });
          return result;
        } catch (error) {
          const report = error instanceof ApplicationFailure ? error.details?.[1] : null;
          if (isReport(report)) pulls.ended({ report, facts: null });
          throw error;
        }
      },
    },
  ],
});

function isPullResult(value: unknown): value is PullResult<PullReport, AnyState> {
  return typeof value === 'object' && value !== null && 'state' in value && 'report' in value && isReport(value.report);
}

function isReport(value: unknown): value is PullReport {
  return typeof value === 'object' && value !== null && 'run_id' in value && 'outcome' in value && 'outputs' in value;
}

import type { EnabledService } from '../../config/enabled-services';
import { errorInWords } from '../../errors/error-report';
import type { PullReport } from '../../domain/report/pull-report';
import { heldInWords } from '../../domain/guard/shrink-guard';
import { readFailure } from '../../engine/histories/failure-in-report';
import { followChain, type FinishedRun } from '../chain/follow-chain';
import type { Collector } from '../open-collector';
import { pullLine } from '../words/report-words';
import { clockTime } from '../words/times';

/** Says a line for every pull of every service, as it ends. */
export async function sayPulls(collector: Collector, signal: AbortSignal, say: (line: string) => void): Promise<void> {
  await Promise.all(collector.services.map((service) => sayPullsOf(collector, service, signal, say)));
}

async function sayPullsOf(
  collector: Collector,
  { input, service, workflowId }: EnabledService,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  for await (const run of followChain(collector.reader, workflowId, signal)) {
    for (const line of runInWords(run))
      say(`${clockTime(run.end.at.toISOString(), run.end.at, true)}  ${input}/${service}  ${line}`);
  }
}

function runInWords({ end, nextDueAt }: FinishedRun): string[] {
  const next = nextDueAt === null ? '' : `, next at ${clockTime(nextDueAt.toISOString(), end.at, true)}`;
  if (end.kind === 'terminated' || end.kind === 'canceled') return [`stopped (${end.kind})`];
  const failed = end.failure === null ? null : readFailure(end.failure);
  const report: PullReport | null = end.result?.report ?? failed?.report ?? null;
  const error = failed?.error ?? report?.error ?? null;
  const first = report === null ? `failed${next}` : `${pullLine(report)}${next}`;
  return [
    first,
    ...(report?.held ? [`  held: ${heldInWords(report.held)}; "ctci-collector release" lets it through once`] : []),
    ...(error === null ? [] : [`  ${errorInWords(error)}`]),
  ];
}

import type { EnabledService } from '../../config/enabled-services';
import type { CollectorError } from '../../errors/collector-error';
import type { HeldList } from '../../domain/guard/held-list';
import { failuresByOutput, type PullReport } from '../../domain/report/pull-report';
import { isEventsState, type AnyState } from '../../domain/state/any-state';
import { beginningOfChain } from '../chain/beginning-of-chain';
import { readCarried } from '../chain/carried-state';
import { readFailure } from '../../engine/histories/failure-in-report';
import { runLink } from '../../engine/ui-links';
import { readChain, type Chain } from '../chain/read-chain';
import type { Collector } from '../open-collector';
import { viewSenders } from './sender-view';
import type { LastFailure, ServiceState, ServiceView } from '../verb-result';

/**
 * Looks at a service as it stands now. Works while a run waits: it reads what the run was given, and asks no worker.
 */
export async function viewService(collector: Collector, service: EnabledService, now: Date): Promise<ServiceView> {
  const { workflowId, input, service: name } = service;
  const chain = await readChain(collector.reader, workflowId);
  const { state, report, fault } = readCarried(chain);
  const goodAt = state?.last_polled_time ? new Date(state.last_polled_time * 1000) : null;
  const since = goodAt ?? (chain?.open ? await beginningOfChain(collector.reader, workflowId, chain, now) : null);
  const failure = chain && lastFailure(chain, report, fault);
  return {
    input,
    service: name,
    workflow_id: workflowId,
    state: stateOf(chain, state, report, failure),
    rows: rowsOf(state),
    next_pull_at: chain?.open ? chain.start.dueAt.toISOString() : null,
    last_pull: report,
    last_good_pull_at: goodAt?.toISOString() ?? null,
    stale: since === null || now.getTime() - since.getTime() > service.staleAfterSeconds * 1000,
    held: heldIn(state),
    last_failure: failure,
    cron: chain?.open ? chain.start.cron : null,
    run_id: chain?.runId ?? null,
    senders: viewSenders(state, report, service),
    ui: chain === null ? null : uiLink(collector, workflowId, chain.runId),
  };
}

export function viewServices(collector: Collector, now: Date = new Date()): Promise<ServiceView[]> {
  return Promise.all(collector.services.map((service) => viewService(collector, service, now)));
}

/** What `status` calls well: running or waiting, with a good pull that is not too old. */
export function isWell(view: ServiceView): boolean {
  return (
    (view.state === 'waiting' || view.state === 'running') &&
    !view.stale &&
    view.held === null &&
    view.last_failure === null
  );
}

/** Rows of the delivered list, or events that were delivered since the chain began. */
function rowsOf(state: AnyState | null): number {
  if (state === null) return 0;
  return isEventsState(state) ? state.totals.sent : state.list.rows;
}

function heldIn(state: AnyState | null): HeldList | null {
  return state === null || isEventsState(state) ? null : state.held;
}

function stateOf(
  chain: Chain | null,
  state: AnyState | null,
  report: PullReport | null,
  failure: LastFailure | null,
): ServiceState {
  if (!chain?.open) return 'stopped';
  if (chain.trouble ?? chain.unserved) return 'failing';
  if (chain.working) return 'running';
  // A list that the very last pull has held keeps all outputs waiting; that one of them is out of reach is told beside
  // it.
  if (!chain.start.lastFailure && report?.outcome === 'held') return 'held';
  if (failure !== null) return 'failing';
  return heldIn(state) ? 'held' : 'waiting';
}

/** Why the last pull failed, or null when it did not. A run that throws leaves its failure to the next run's start. */
function lastFailure(chain: Chain, report: PullReport | null, fault: CollectorError | null): LastFailure | null {
  const trouble = chain.trouble ?? chain.unserved;
  if (trouble) return { ...trouble.report(), at: chain.start.startedAt.toISOString() };
  if (fault) return { ...fault.report(), at: chain.start.startedAt.toISOString() };
  if (chain.start.lastFailure) {
    const failed = readFailure(chain.start.lastFailure);
    return {
      ...failed.error,
      at: failed.report?.started_at ?? chain.start.startedAt.toISOString(),
      ...outputsThatFailed(failed.report),
    };
  }
  return report?.error ? { ...report.error, at: report.started_at, ...outputsThatFailed(report) } : null;
}

function outputsThatFailed(report: PullReport | null): Pick<LastFailure, 'outputs'> {
  const outputs = failuresByOutput(report?.outputs ?? {});
  return Object.keys(outputs).length > 0 ? { outputs } : {};
}

function uiLink({ target }: Collector, workflowId: string, runId: string): string | null {
  const { uiUrl: ui, namespace } = target;
  return ui && runLink({ ui, namespace }, workflowId, runId);
}

import { CancellationScope, CancelledFailure } from '@temporalio/workflow';
import type { SendOrder, SendReceipt } from '../activities/interface';
import { settledDigest } from '../domain/changes/delivery-plan';
import { rowCount } from '../domain/list/list-table';
import type { PullReport } from '../domain/report/pull-report';
import { outputsWithinReach, type PinnedService, type ServiceRef } from '../domain/pull-settings';
import { EMPTY_STATE, hasDelivered, type PullResult, type PullState } from '../domain/state/pull-state';
import { judgeShrink } from '../domain/guard/shrink-guard';
import { sendLimits } from '../domain/time-limits';
import { count, shortDigest } from '../domain/report/words';
import { baselines, charactersOf } from './baselines';
import { deliveriesOf, orderDeliveries } from './deliveries';
import { failureWith, receiptOfFailure } from './failure-report';
import { insistOnService } from './insist-on-service';
import { applyListMessage, listenForMessages, type Messages } from './messages';
import { logPullStarted } from './pull-log';
import { PullRun } from './pull-run';
import { step } from './steps';

/**
 * One run is one pull: set up, fetch the list, compare it with what was delivered, deliver what differs. What it
 * returns is what the next run of the cron begins with; it moves on only after the sink has confirmed.
 */
export async function cewlPull(service: ServiceRef, seed?: PullState): Promise<PullResult<PullReport>> {
  // first line: signals that waited are delivered here
  const messages = listenForMessages(EMPTY_STATE, applyListMessage);
  const run = new PullRun(messages);
  try {
    const known = insistOnService(service);
    run.restore(seed);
    await pull(known, run, messages);
  } catch (error) {
    run.fail(error);
  }
  return run.finish();
}

async function pull(service: ServiceRef, run: PullRun, messages: Messages): Promise<void> {
  const settings = await step('setup', `${service.input}/${service.service}`)(service, hasDelivered(run.state));
  run.setUp(settings);
  const outputs = outputsWithinReach(settings);
  if (outputs.length === 0) {
    run.reachedNone();
    return;
  }
  const pinned: PinnedService = { ...service, config: settings.config };

  logPullStarted(run.startedAt);
  const known = settledDigest(run.state, outputs, run.startedAt);
  messages.closeDoor();
  const delivered = baselines(run.state, outputs, run.startedAt);
  const list = await step('fetchCewl', known === null ? 'all rows are needed' : `known digest ${shortDigest(known)}`)(
    pinned,
    known,
    charactersOf(delivered),
    run.state.list.origin,
  );
  run.fetched(list);
  if (list.unchanged) {
    run.unchanged(list);
    return;
  }

  const summary = `${count(rowCount(list.table))} rows, digest ${shortDigest(list.digest)}`;
  const plan = await step('dedupe', summary)(pinned, list.marks ?? list.table, delivered, list.table_bytes);
  run.compared(plan);

  const held = judgeShrink(
    run.state,
    { ...plan, digest: list.digest, filled: list.filled },
    settings.shrink_limit_percent,
    run.startedAtIso,
  );
  if (held !== null) {
    run.hold(held);
    return;
  }
  run.passed(list);
  if (list.refusal) throw failureWith(list.refusal);

  const deliveries = deliveriesOf(plan, run.state, outputs, list.table.columns, run.startedAt);
  const { digest, table } = list;
  const ordered = orderDeliveries(deliveries, plan, run.state, outputs);
  const receipt = await send(
    pinned,
    { digest, pulling_id: run.startedAt / 1000, table, duplicates: plan.duplicates, deliveries: ordered },
    summary,
  );
  run.delivered(list, plan, deliveries, receipt);
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('the chain was cancelled');
}

async function send(service: PinnedService, order: SendOrder, summary: string): Promise<SendReceipt> {
  if (order.deliveries.length === 0) return {};
  try {
    return await step('sendToDevo', summary, sendLimits(order.deliveries.length))(service, order);
  } catch (error) {
    // A cancellation too: what was confirmed until then is.
    return receiptOfFailure(error, order.deliveries);
  }
}

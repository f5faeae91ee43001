import { ActivityCancellationType, proxyActivities, type ActivityInterfaceFor } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities';
import { baselines, charactersOf, type Baselines } from '../domain/changes/baselines';
import type { ComparedList } from '../domain/changes/compared-list';
import { sharedDigest } from '../domain/changes/delivery-plan';
import type { Order } from '../domain/changes/order';
import type { Receipts } from '../domain/changes/receipt';
import type { EventsSettings } from '../domain/events/events-settings';
import type { EventsOrder, EventsReceipt } from '../domain/events/events-step';
import { insistOnReadable } from '../domain/insist-on-readable';
import type { FetchedList, FreshList } from '../domain/list/fetched-list';
import { rowCount, type TravellingList } from '../domain/list/list';
import type { PinnedService, PullSettings, ServiceRef } from '../domain/pull-settings';
import { count, shortDigest } from '../domain/report/words';
import type { ListPull } from '../domain/state/list-pull';
import type { PullState } from '../domain/state/pull-state';
import {
  HEARTBEAT_LIMIT_MS,
  sendLimits,
  TIME_LIMITS,
  WALK_HEARTBEAT_LIMIT_MS,
  type StepLimits,
} from '../domain/time-limits';
import { receiptOfFailure } from './failure-report';

/*
 * The steps of a pull. Each names its activity, its limits, and the line that the Web UI shows beside it. The
 * activities are made by `createActivities` (`createFetchCewl`, `createDedupe`, `createSendToDevo`). Between here and
 * there a packed list travels as `jsonWithBytesConverter` writes it, and everything else as JSON.
 */

/** Reads the service's configuration, makes sure that there is a usable token, looks at the places to deliver to. */
export async function setUp(service: ServiceRef, hasState: boolean): Promise<PullSettings> {
  return (await setUpAny(service, hasState)) as PullSettings; // the worker answers as the kind of the service wants it
}

/** Downloads the list; says only that it is unchanged where every output within reach has it already. */
export async function fetchList(pull: ListPull, state: PullState): Promise<FetchedList> {
  const known = sharedDigest(state, pull.outputs, pull.startedAt);
  const summary = known === null ? 'all rows are needed' : `known digest ${shortDigest(known)}`;
  const { fetchCewl } = activities(summary, TIME_LIMITS.fetchCewl);
  return readable(
    'fetchCewl',
    await fetchCewl(pull.service, known, charactersOf(delivered(pull, state)), state.list.origin),
  );
}

/**
 * Compares the list with what was delivered: what was added, changed, removed, and which rows are duplicates. Those are
 * named here and left out in `sendToDevo` (`withoutDuplicates`).
 */
export async function compare(pull: ListPull, list: FreshList, state: PullState): Promise<ComparedList> {
  const { dedupe } = activities(listInWords(list), TIME_LIMITS.dedupe);
  const comparable = list.marks ?? list.table;
  return readable('dedupe', await dedupe(pull.service, comparable, delivered(pull, state), list.table_bytes));
}

/** Delivers what is due. What an output has confirmed is confirmed, whatever ends the step: so it never throws. */
export async function deliver(pull: ListPull, order: Order): Promise<Receipts> {
  if (order.deliveries.length === 0) return {};
  const { sendToDevo } = activities(listInWords(order), sendLimits(order.deliveries.length));
  try {
    return readable('sendToDevo', await sendToDevo(pull.service, order));
  } catch (error) {
    return receiptOfFailure(error, order.deliveries); // a cancellation too
  }
}

/** The same as `setUp` for a service of events. */
export async function setUpEvents(service: ServiceRef, hasState: boolean): Promise<EventsSettings> {
  return (await setUpAny(service, hasState)) as EventsSettings;
}

async function setUpAny(service: ServiceRef, hasState: boolean): Promise<PullSettings | EventsSettings> {
  const { setup } = activities(nameOf(service), TIME_LIMITS.setup);
  return readable('setup', await setup(service, hasState));
}

/** Walks over the events that are due, and delivers them page by page. */
export async function pullEvents(service: PinnedService, order: EventsOrder): Promise<EventsReceipt> {
  const summary = `from ${order.progress.cursor}${order.until === null ? '' : ', for a window'}`;
  const steps = activities(summary, TIME_LIMITS.pullEvents, WALK_HEARTBEAT_LIMIT_MS);
  return readable('pullEvents', await steps.pullEvents(service, order));
}

/** The activities, bounded in every way. */
function activities(
  summary: string,
  limits: StepLimits,
  heartbeatMs = HEARTBEAT_LIMIT_MS,
): ActivityInterfaceFor<Activities> {
  return proxyActivities<Activities>({
    startToCloseTimeout: limits.start,
    scheduleToCloseTimeout: limits.whole,
    heartbeatTimeout: heartbeatMs,
    // Which attempt may follow, and how soon; how long it goes on is the step's own limit.
    retry: { initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 15_000 },
    // A step that is called off is waited for: it says what it has reached.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary,
  });
}

/** A result as it is. Throws CollectorError for one that cannot be read, such as one that storage has lost. */
function readable<Result>(step: string, result: Result): Result {
  insistOnReadable(result, `the result of ${step}`);
  return result;
}

function delivered(pull: ListPull, state: PullState): Baselines {
  return baselines(state, pull.outputs, pull.startedAt);
}

function nameOf({ input, service }: ServiceRef): string {
  return `${input}/${service}`;
}

function listInWords({ table, digest }: { readonly table: TravellingList; readonly digest: string }): string {
  return `${count(rowCount(table))} rows, digest ${shortDigest(digest)}`;
}

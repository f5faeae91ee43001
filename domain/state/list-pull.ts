import { withRenamedOutputs } from '../changes/away-outputs';
import type { ComparedList } from '../changes/compared-list';
import type { Order } from '../changes/order';
import type { Receipts } from '../changes/receipt';
import type { HeldList } from '../guard/held-list';
import type { FetchedList, FreshList, UnchangedList } from '../list/fetched-list';
import {
  outputsWithinReach,
  type OutputSettings,
  type PinnedService,
  type PullSettings,
  type ServiceRef,
} from '../pull-settings';
import type { OutputReport, Outcome } from '../report/pull-report';
import { EMPTY_TALLY, outcomeOf, type PullTally } from '../report/pull-tally';
import { advance, outputReport } from './advance';
import type { PullState } from './pull-state';
import { applyConfiguredReset } from './reset';

/** The pull of a list, as its steps after `setup` see it. */
export interface ListPull {
  readonly service: PinnedService;
  readonly settings: PullSettings;
  /** Those that can get something. */
  readonly outputs: readonly OutputSettings[];
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Whether it ends before anything is sent. */
  readonly isPreview: boolean;
}

export function listPull(service: ServiceRef, settings: PullSettings, startedAt: number, isPreview = false): ListPull {
  const { config } = settings;
  return { service: { ...service, config }, settings, outputs: outputsWithinReach(settings), startedAt, isPreview };
}

/** What a pull has found out so far, and the state that it would hand to the next. */
export interface PullSoFar {
  readonly state: PullState;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Null until `setup` has said; a run may fail before. */
  readonly settings: PullSettings | null;
  readonly tally: PullTally;
  readonly outcome: Outcome;
}

/** What happens in a pull on its way. */
export type PullEvent =
  | { readonly happened: 'set up'; readonly settings: PullSettings }
  | { readonly happened: 'fetched'; readonly list: FetchedList }
  | { readonly happened: 'compared'; readonly compared: ComparedList }
  | { readonly happened: 'passed the guard'; readonly list: FreshList };

/** How a pull ends, unless it fails on its way. */
export type PullEnding =
  /** No output could be looked at. */
  | { readonly ended: 'out of reach' }
  /** Every output within reach has the list. */
  | { readonly ended: 'unchanged'; readonly list: UnchangedList }
  | { readonly ended: 'held'; readonly list: FreshList; readonly compared: ComparedList; readonly held: HeldList }
  /** What would be sent is known: the end of a preview. */
  | { readonly ended: 'planned'; readonly list: FreshList; readonly compared: ComparedList; readonly order: Order }
  | {
      readonly ended: 'delivered';
      readonly list: FreshList;
      readonly compared: ComparedList;
      readonly order: Order;
      readonly receipt: Receipts;
    };

export function beginPull(state: PullState, startedAt: number): PullSoFar {
  return { state, startedAt, settings: null, tally: EMPTY_TALLY, outcome: 'failed' };
}

/** A pull after something has happened in it. */
export function after(pull: PullSoFar, event: PullEvent): PullSoFar {
  switch (event.happened) {
    case 'set up':
      return setUp(pull, event.settings);
    case 'fetched': {
      const { received, without_key, digest, origin } = event.list;
      const requests = pull.tally.requests + event.list.requests;
      return counted(pull, {
        received,
        without_key,
        digest,
        requests,
        ...(origin?.edition && { edition: origin.edition }),
      });
    }
    case 'compared': {
      const { duplicates, changes } = event.compared;
      const { added, changed, removed } = changes;
      return counted(pull, {
        duplicates: duplicates.length,
        added: added.length,
        changed: changed.length,
        removed: removed.length,
      });
    }
    case 'passed the guard':
      return { ...withRelease(pull, event.list), state: withoutOtherHeld(pull.state, event.list) };
  }
}

/**
 * A pull at its end.
 *
 * @param now when it came, ISO 8601 UTC
 */
export function atEnd(pull: PullSoFar, ending: PullEnding, now: string): PullSoFar {
  switch (ending.ended) {
    case 'out of reach':
      return { ...counted(pull, { outputs: outputReports(pull, now) }), outcome: 'failed' };
    case 'unchanged':
      return unchanged(pull, ending.list, now);
    case 'held': {
      const someFault = configured(pull).some(({ fault }) => fault !== undefined);
      const told = someFault ? counted(pull, { outputs: outputReports(pull, now) }) : pull;
      return { ...told, state: { ...polled(pull), held: ending.held }, outcome: 'held' };
    }
    case 'planned':
      return pull;
    case 'delivered':
      return delivered(pull, ending, now);
  }
}

function setUp(pull: PullSoFar, settings: PullSettings): PullSoFar {
  const state = applyConfiguredReset(pull.state, settings.reset_persistence_auth);
  return {
    ...counted(pull, { requests: pull.tally.requests + settings.requests }),
    settings,
    state: withRenamedOutputs(state, settings.outputs),
  };
}

/** Who let this very list through is told with the pull that delivers it. */
function withRelease(pull: PullSoFar, { digest }: FreshList): PullSoFar {
  const { held } = pull.state;
  return held?.released && held.release && held.digest === digest ? counted(pull, { release: held.release }) : pull;
}

/**
 * The guard lets a list pass, so no other one is held any more, whatever becomes of its delivery. Its own release stays
 * until it is delivered. A list that was fetched by an older worker goes by the rules of then: the end of its run may
 * be in its history already.
 */
function withoutOtherHeld(state: PullState, { digest, filled }: FreshList): PullState {
  const { held } = state;
  const staysReleased = held?.released && held.digest === digest;
  return held === null || staysReleased || filled === undefined ? state : { ...state, held: null };
}

/**
 * Nothing is held any more, and no reset is pending, whoever has left meanwhile. It is not well when an output could
 * not be looked at; that one's reset is still to come.
 */
function unchanged(pull: PullSoFar, { origin }: UnchangedList, now: string): PullSoFar {
  const { outputs, list, deliver_all } = pull.state;
  const reports = outputReports(pull, now);
  const outcome = outcomeOf(reports);
  const allHaveIt = configured(pull).every(({ name }) => outputs[name]?.digest === list.digest);
  return {
    ...(outcome === 'unchanged' ? pull : counted(pull, { outputs: reports })),
    state: {
      ...polled(pull),
      list: { ...list, ...(origin && { origin }) },
      held: null,
      deliver_all: deliver_all && !allHaveIt,
    },
    outcome,
  };
}

function delivered(pull: PullSoFar, ending: PullEnding & { readonly ended: 'delivered' }, now: string): PullSoFar {
  const { list, compared, order, receipt } = ending;
  const outputs = outputReports(pull, now, order, receipt);
  const outcome = outcomeOf(outputs);
  const requests = Object.values(receipt).reduce((sum, each) => sum + each.requests, pull.tally.requests);
  const sent = Object.values(outputs).reduce((sum, each) => sum + each.sent, 0);
  const from = outcome === 'failed' ? pull.state : polled(pull);
  return {
    ...counted(pull, { requests, outputs, sent }),
    state: advance(from, list, compared, configured(pull), order.deliveries, receipt, now),
    outcome,
  };
}

function configured({ settings }: PullSoFar): readonly OutputSettings[] {
  return settings?.outputs ?? [];
}

function outputReports(pull: PullSoFar, now: string, order?: Order, receipt?: Receipts): Record<string, OutputReport> {
  const reports: Record<string, OutputReport> = {};
  for (const output of configured(pull)) {
    const delivery = order?.deliveries.find(({ name }) => name === output.name);
    reports[output.name] = outputReport(output, delivery, receipt?.[output.name], now);
  }
  return reports;
}

function polled({ state, startedAt }: PullSoFar): PullState {
  return { ...state, last_polled_time: startedAt / 1000 };
}

function counted(pull: PullSoFar, numbers: Partial<PullTally>): PullSoFar {
  return { ...pull, tally: { ...pull.tally, ...numbers } };
}

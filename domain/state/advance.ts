import type { PlannedDelivery } from '../changes/delivery-plan';
import { awayOutputs } from '../changes/away-outputs';
import type { ComparedList } from '../changes/compared-list';
import type { Confirmed, DeliveryResult, JobRecord } from '../changes/receipt';
import { NO_LEDGER, type PackedKeys } from '../ledger/ledger';
import type { FreshList } from '../list/fetched-list';
import type { OutputReport } from '../report/pull-report';
import type { OutputSettings } from '../pull-settings';
import { UNKNOWN_OUTPUT, type OutputState, type PullState } from './pull-state';

/**
 * The state after a delivery. The list moves on as soon as one output has confirmed it; an output that has not keeps a
 * ledger of its own, which says what it holds, until it has caught up. A lookup whose delivery failed is in doubt; an
 * event output remembers what it may have told. So does one that is not configured any more.
 */
export function advance(
  state: PullState,
  list: Pick<FreshList, 'digest' | 'filled' | 'filled_rule' | 'origin'>,
  compared: Pick<ComparedList, 'rows' | 'ledger' | 'tried' | 'settled'>,
  outputs: readonly OutputSettings[],
  deliveries: readonly PlannedDelivery[],
  results: Readonly<Record<string, DeliveryResult>>,
  now: string,
): PullState {
  const due = new Set(deliveries.map((delivery) => delivery.name));
  const anyConfirmed = Object.entries(results).some(
    ([name, result]) => result.confirmed && compared.settled?.[name] === undefined,
  );
  const moves = anyConfirmed || due.size === 0;
  const next: Record<string, OutputState> = {};
  for (const output of outputs) {
    const known = state.outputs[output.name] ?? UNKNOWN_OUTPUT;
    const result = results[output.name];
    if (output.fault !== undefined) {
      next[output.name] = moves ? leftBehind(known, state, list.digest) : known;
      continue;
    }
    const settled = compared.settled?.[output.name];
    if (!due.has(output.name)) next[output.name] = moves ? upToDate(known, list.digest) : known;
    else if (!result?.confirmed)
      next[output.name] = left(known, output, state, moves, result?.error.message, compared.tried?.[output.name]);
    else if (settled === undefined) next[output.name] = confirmed(known, output, result, list.digest, now);
    else next[output.name] = withTried(moves ? leftBehind(known, state, list.digest) : known, settled);
  }
  Object.assign(next, awayOutputs(state, outputs, moves));
  const settled = outputs.every((output) => next[output.name]?.digest === list.digest);
  if (!moves) return { ...state, outputs: next };
  return {
    ...state,
    deliver_all: state.deliver_all && !settled,
    list: {
      digest: list.digest,
      rows: compared.rows,
      ledger: compared.ledger,
      ...(list.filled && { filled: list.filled }),
      ...(list.filled_rule !== undefined && { filled_rule: list.filled_rule }),
      since: state.list.digest === list.digest ? (state.list.since ?? now) : now,
      ...(list.origin && { origin: list.origin }),
    },
    outputs: next,
    held: null,
  };
}

/** What the report says of each delivery. */
export function outputReport(
  { fault }: OutputSettings,
  delivery: PlannedDelivery | undefined,
  result: DeliveryResult | undefined,
  now: string,
): OutputReport {
  if (fault !== undefined) {
    return {
      outcome: 'failed',
      mode: null,
      why: 'it could not be looked at',
      sent: 0,
      bytes: 0,
      ms: 0,
      job: null,
      error: fault,
    };
  }
  if (delivery === undefined || result === undefined) {
    return { outcome: 'up_to_date', mode: null, why: null, sent: 0, bytes: 0, ms: 0, job: null, error: null };
  }
  if (!result.confirmed) {
    return {
      outcome: 'failed',
      mode: delivery.kind === 'everything' ? 'full' : 'incremental',
      why: delivery.why,
      sent: 0,
      bytes: 0,
      ms: 0,
      job: null,
      error: result.error,
    };
  }
  const { sent, bytes, ms, job } = result;
  const mode = result.full ? 'full' : 'incremental'; // an output may send more than it was asked for, never less
  return { outcome: 'delivered', mode, why: delivery.why, sent, bytes, ms, job: jobRecord(job, now), error: null };
}

function confirmed(
  known: OutputState,
  output: OutputSettings,
  result: Confirmed,
  digest: string,
  now: string,
): OutputState {
  return {
    digest,
    rules: output.rules,
    columns: result.columns,
    last_full_at: result.full ? now : known.last_full_at,
    in_doubt: result.assumed
      ? `the answer to a deploy was lost, and job ${result.job?.id ?? 'unknown'} was taken for it`
      : null,
    job: jobRecord(result.job, now) ?? known.job,
    ledger: null,
  };
}

function jobRecord(job: Confirmed['job'], at: string): JobRecord | null {
  return job && { id: job.id, rows: job.rows, bytes: job.bytes, ms: job.ms, at };
}

/** It lacked nothing. */
function upToDate({ away: _away, ...known }: OutputState, digest: string): OutputState {
  return { ...known, digest, ledger: null };
}

/**
 * One that has confirmed nothing yet is known by where it tells, too: it may be named anew before it confirms
 * anything.
 */
function triedBy(output: OutputSettings, known: OutputState, tried: PackedKeys | undefined): OutputState {
  return withTried(known.rules === null && tried ? { ...known, rules: output.rules, ledger: NO_LEDGER } : known, tried);
}

function withTried({ tried: _tried, ...known }: OutputState, tried: PackedKeys | undefined): OutputState {
  return tried ? { ...known, tried } : known;
}

/** An output that got nothing, because it could not be looked at: it holds what it held. */
function leftBehind(known: OutputState, state: PullState, digest: string): OutputState {
  if (known.rules === null || known.digest === digest) return known;
  return { ...known, ledger: known.ledger ?? state.list.ledger };
}

function left(
  known: OutputState,
  output: OutputSettings,
  state: PullState,
  moves: boolean,
  why: string | undefined,
  tried: PackedKeys | undefined,
): OutputState {
  // After a reset an output has no digest, but it still holds rows; one that never got anything has no rules either.
  const ledger = moves && known.rules !== null ? (known.ledger ?? state.list.ledger) : known.ledger;
  if (output.holds === 'events') return triedBy(output, { ...known, ledger }, tried ?? known.tried);
  if (known.digest === null) return { ...known, ledger };
  return { ...known, ledger, in_doubt: known.in_doubt ?? `a delivery failed (${why ?? 'it did not end'})` };
}

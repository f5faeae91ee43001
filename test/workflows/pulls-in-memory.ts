import { dedupeList } from '../../activities/dedupe';
import type { OrderedDelivery } from '../../domain/changes/order';
import { withoutDuplicates } from '../../activities/without-duplicates';
import { advance } from '../../domain/state/advance';
import type { DeliveryResult } from '../../domain/changes/receipt';
import { withRenamedOutputs } from '../../domain/changes/away-outputs';
import { markRows } from '../../domain/changes/compare-list';
import { sharedDigest } from '../../domain/changes/delivery-plan';
import type { ErrorReport } from '../../errors/error-report';
import type { List } from '../../domain/list/list';
import type { OutputSettings } from '../../domain/pull-settings';
import { EMPTY_STATE, type PullState } from '../../domain/state/pull-state';
import { applyReset } from '../../domain/state/reset';
import { listDigest, rowFingerprints } from '../../domain/list/row-digest';
import { CEWL } from '../../sources/ctci/cewl-list';
import type { Delivery } from '../../outputs/output';
import { baselines } from '../../domain/changes/baselines';
import { plannedFor, orderDeliveries } from '../../domain/changes/order';

/** Takes a delivery, as much of it as a test wants, and says whether it is confirmed. */
export type Taker = (delivery: Delivery) => boolean;

/** One output as it is configured in a pull. */
export interface ConfiguredTaker {
  readonly settings: Pick<OutputSettings, 'name' | 'holds'> & Partial<OutputSettings>;
  /** Absent when it cannot be looked at. */
  readonly take?: Taker;
}

const NOW = '2026-03-01T10:04:00Z';
const REFUSAL: ErrorReport = { number: 511, name: 'DevoError', setting: null, message: 'lost', remedy: '' };
const REFUSED: DeliveryResult = { confirmed: false, requests: 1, error: REFUSAL };

/** Pulls one after the other by the real rules, without Temporal and without a network. */
export class PullsInMemory {
  state: PullState = EMPTY_STATE;
  private pulls = 0;

  /** Pulls the list once. Returns what each output was given. */
  pull(table: List, outputs: readonly ConfiguredTaker[]): OrderedDelivery[] {
    this.pulls += 1;
    const configured = outputs.map(settingsOf);
    this.state = withRenamedOutputs(this.state, configured);
    const within = configured.filter(({ fault }) => fault === undefined);
    const now = Date.parse(NOW);
    const digest = listDigest(rowFingerprints(table));
    if (within.length === 0 || sharedDigest(this.state, within, now) === digest) return [];
    const plan = dedupeList(markRows(table), baselines(this.state, within, now), CEWL);
    const deliveries = plannedFor(plan, this.state, within, table.columns, now);
    const ordered = orderDeliveries(deliveries, plan, this.state, within);
    const list = withoutDuplicates(table, plan.duplicates);
    const results: Record<string, DeliveryResult> = {};
    for (const { name, kind, changes, known } of ordered) {
      const delivery: Delivery = {
        kind,
        table: list.table,
        changes: list.renumber(changes),
        knownColumns: known.columns,
        knownJob: null,
        digest,
        pullingId: this.pulls,
      };
      const take = outputs.find(({ settings }) => settings.name === name)?.take;
      results[name] = take?.(delivery) ? confirmed(table.columns, kind === 'everything') : REFUSED;
    }
    this.state = advance(this.state, { digest }, plan, configured, deliveries, results, NOW);
    return ordered;
  }

  reset(): void {
    this.state = applyReset(this.state, `after pull ${this.pulls}`);
  }
}

function settingsOf({ settings, take }: ConfiguredTaker): OutputSettings {
  return {
    type: settings.holds === 'events' ? 'devo_platform' : 'devo_lookup_legacy',
    mode: 'auto',
    rules: 'r',
    full_refresh_seconds: null,
    exists: true,
    newest_job: null,
    ...settings,
    ...(take === undefined && { fault: REFUSAL }),
  };
}

function confirmed(columns: readonly string[], full: boolean): DeliveryResult {
  return { confirmed: true, sent: 1, bytes: 1, ms: 1, requests: 1, columns, full, job: null };
}

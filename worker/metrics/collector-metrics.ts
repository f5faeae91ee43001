import type { MetricCounter, MetricGauge, MetricHistogram, MetricMeter, MetricTags } from '@temporalio/common';
import type { EnabledService, NamedOutput } from '../../config/enabled-services';
import { periodSeconds } from '../../config/periods';
import type { PullEnd } from '../../domain/report/pull-end';
import { failuresByOutput, type Outcome, type PullReport } from '../../domain/report/pull-report';
import { CATALOGUE } from '../../errors/catalogue';
import type { ServiceFacts } from '../watch/service-facts';
import { METRICS, PREFIX, type MetricName } from './metric-list';

const OUTCOMES: readonly Outcome[] = ['delivered', 'unchanged', 'held', 'partial', 'failed'];
const GAUGES_OF_SERVICES = [
  'last_good_pull_timestamp_seconds',
  'events_complete_until_timestamp_seconds',
  'held',
  'failing',
  'task_failing',
  'run_unserved',
  'chain_stopped',
  'token_expiry_timestamp_seconds',
] as const;

/** Errors that an alert is about: their first increase has to be seen. */
const ALARMING = ['code_changed', 'list_too_large', 'state_too_large'] as const;

const KINDS = ['added', 'changed', 'removed'] as const;

type NamesOf<Kind> = { [Name in MetricName]: (typeof METRICS)[Name]['kind'] extends Kind ? Name : never }[MetricName];

/** A service and one of its outputs, as labels. */
export interface OutputLabels extends MetricTags {
  readonly input: string;
  readonly service: string;
  readonly output: string;
}

/** So many last runs are remembered to count each pull once. */
const REMEMBERED_RUNS = 1_000;

/**
 * The collector's own numbers, on the page of the SDK's. Each metric is made once; every label is a name of the
 * configuration or a fixed word, so that there are never more series than the configuration asks for.
 */
export class CollectorMetrics {
  private readonly counters = new Map<string, MetricCounter>();
  private readonly gauges = new Map<string, MetricGauge>();
  private readonly histograms = new Map<string, MetricHistogram>();
  private services: ReadonlyMap<string, EnabledService> = new Map();
  private readonly lastGood = new Map<string, number>();
  private readonly counted = new Set<string>();

  constructor(
    private readonly meter: MetricMeter,
    services: readonly EnabledService[],
    build: { readonly version: string; readonly buildId: string | null },
  ) {
    this.set('build_info', 1, { version: build.version, build_id: build.buildId ?? '', node: process.version });
    this.add('log_lines_dropped_total', 0, {});
    this.follow(services);
  }

  /** From now on these are the configured services. Those that are new begin at nought. */
  follow(services: readonly EnabledService[]): void {
    const before = this.services;
    this.services = new Map(services.map((service) => [service.workflowId, service]));
    for (const service of services) if (!before.has(service.workflowId)) this.introduce(service);
    for (const service of before.values()) if (!this.services.has(service.workflowId)) this.forget(service);
  }

  /** A run of this worker has ended. One whose last task was done anew is counted once. */
  pullEnded(workflowId: string, { report, facts }: PullEnd): void {
    const service = this.services.get(workflowId);
    if (!service || this.counted.has(report.run_id)) return;
    this.remember(report.run_id);
    const labels = labelsOf(service);
    this.add('pulls_total', 1, { ...labels, outcome: report.outcome });
    this.record('pull_duration_seconds', report.duration_ms / 1000, labels);
    this.add('duplicates_total', report.duplicates, labels);
    for (const kind of KINDS) this.add('changes_total', report[kind], { ...labels, kind });
    for (const number of errorNumbers(report)) this.add('errors_total', 1, { ...labels, number: String(number) });
    if (facts?.lastGoodPull) this.goodPull(service, facts.lastGoodPull);
  }

  /** A run failed because other code had begun it: it could not tell of itself. */
  ofOtherCode(workflowId: string): void {
    const service = this.services.get(workflowId);
    if (!service) return;
    this.add('pulls_total', 1, { ...labelsOf(service), outcome: 'failed' });
    this.add('errors_total', 1, { ...labelsOf(service), number: String(CATALOGUE.code_changed.number) });
  }

  /** A walk over events has come to its end. @param startedAt epoch seconds */
  walkEnded(input: string, service: string, startedAt: number): void {
    for (const each of this.services.values())
      if (each.input === input && each.service === service) this.goodPull(each, startedAt);
  }

  /** What the last look at the services found. */
  show(services: readonly ServiceFacts[], ready: boolean): void {
    this.set('ready', Number(ready), {});
    for (const { workflowId, chain, pull } of services) {
      const service = this.services.get(workflowId);
      if (!service) continue;
      const labels = labelsOf(service);
      if (pull.lastGoodPull !== null) this.goodPull(service, pull.lastGoodPull);
      if (pull.rows !== null && service.kind === 'list') this.set('list_rows', pull.rows, labels);
      this.set('held', Number(pull.held !== null), labels);
      this.set('failing', Number(pull.error !== null), labels);
      this.set('task_failing', Number(chain.chain === 'stuck'), labels);
      this.set('run_unserved', Number(chain.chain === 'unserved'), labels);
      this.set('chain_stopped', Number(chain.chain === 'stopped'), labels);
      for (const { name } of service.outputs)
        this.set('output_failing', Number(pull.failingOutputs.includes(name)), { ...labels, output: name });
    }
  }

  /** An output has confirmed so many rows or events. */
  sent(labels: OutputLabels, count: number): void {
    this.add('events_sent_total', count, labels);
  }

  deployEnded(labels: OutputLabels, seconds: number): void {
    this.record('deploy_job_duration_seconds', seconds, labels);
  }

  deployAge(labels: OutputLabels, seconds: number): void {
    this.set('deploy_age_seconds', seconds, labels);
  }

  /** @param at epoch seconds */
  tokenEnds(input: string, service: string, at: number): void {
    this.set('token_expiry_timestamp_seconds', at, { input, service });
  }

  linesDropped(count: number): void {
    this.add('log_lines_dropped_total', count, {});
  }

  /** Every series that can be known from the start, so that its first increase is seen as one. */
  private introduce(service: EnabledService): void {
    const labels = labelsOf(service);
    this.set('period_seconds', periodSeconds(service.settings), labels);
    this.set('stale_after_seconds', service.staleAfterSeconds, labels);
    this.set('last_good_pull_timestamp_seconds', 0, labels);
    for (const outcome of OUTCOMES) this.add('pulls_total', 0, { ...labels, outcome });
    for (const kind of KINDS) this.add('changes_total', 0, { ...labels, kind });
    this.add('duplicates_total', 0, labels);
    for (const id of ALARMING) this.add('errors_total', 0, { ...labels, number: String(CATALOGUE[id].number) });
    if (service.kind === 'events') this.set('events_complete_until_timestamp_seconds', 0, labels);
    for (const output of service.outputs) this.introduceOutput({ ...labels, output: output.name }, output);
  }

  /** A gauge stays on the page until the process ends; what is no number lets no alert fire. */
  private forget(service: EnabledService): void {
    const labels = labelsOf(service);
    this.lastGood.delete(service.workflowId);
    for (const name of GAUGES_OF_SERVICES) this.set(name, Number.NaN, labels);
    for (const { name } of service.outputs) this.set('output_failing', Number.NaN, { ...labels, output: name });
  }

  private introduceOutput(labels: OutputLabels, { type }: NamedOutput): void {
    this.add('events_sent_total', 0, labels);
    if (type === 'devo_lookup') this.set('deploy_age_seconds', 0, labels);
  }

  /** What one source of the news knows may be older than what another has told. */
  private goodPull(service: EnabledService, at: number): void {
    const newest = Math.max(at, this.lastGood.get(service.workflowId) ?? 0);
    this.lastGood.set(service.workflowId, newest);
    this.set('last_good_pull_timestamp_seconds', newest, labelsOf(service));
    if (service.kind === 'events') this.set('events_complete_until_timestamp_seconds', newest, labelsOf(service));
  }

  private remember(runId: string): void {
    if (this.counted.size >= REMEMBERED_RUNS) this.counted.clear();
    this.counted.add(runId);
  }

  private add(name: NamesOf<'counter'>, value: number, tags: MetricTags): void {
    const made = (): MetricCounter => this.meter.createCounter(`${PREFIX}${name}`, '', METRICS[name].help);
    once(this.counters, name, made).add(value, tags);
  }

  private set(name: NamesOf<'gauge'>, value: number, tags: MetricTags): void {
    const made = (): MetricGauge => this.meter.createGauge(`${PREFIX}${name}`, 'float', '', METRICS[name].help);
    once(this.gauges, name, made).set(value, tags);
  }

  private record(name: NamesOf<'histogram'>, value: number, tags: MetricTags): void {
    const made = (): MetricHistogram => this.meter.createHistogram(`${PREFIX}${name}`, 'float', '', METRICS[name].help);
    once(this.histograms, name, made).record(value, tags);
  }
}

function once<Made>(all: Map<string, Made>, name: string, make: () => Made): Made {
  const made = all.get(name) ?? make();
  all.set(name, made);
  return made;
}

function labelsOf({ input, service }: EnabledService): { input: string; service: string } {
  return { input, service };
}

/** The pull's error, and those of its outputs; one that stands for both once. */
function errorNumbers({ error, outputs }: PullReport): number[] {
  const ofOutputs = Object.values(failuresByOutput(outputs)).map(({ number }) => number);
  if (error === null || ofOutputs.includes(error.number)) return ofOutputs;
  return [error.number, ...ofOutputs];
}

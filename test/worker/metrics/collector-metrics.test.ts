import { expect, test } from '@jest/globals';
import type { MetricMeter, MetricTags } from '@temporalio/common';
import { parse, stringify } from 'yaml';
import { NOTHING_KNOWN } from '../../../domain/report/pull-facts';
import type { Outcome, PullReport } from '../../../domain/report/pull-report';
import { CollectorError } from '../../../errors/collector-error';
import { CollectorMetrics } from '../../../worker/metrics/collector-metrics';
import { METRICS, PREFIX, type MetricFacts } from '../../../worker/metrics/metric-list';
import { configWith, loadFromText } from '../../config/load-from-text';

/** Keeps what is recorded, as the page of a real meter would show it. */
function recordingMeter(): { meter: MetricMeter; series: Map<string, number>; made: string[] } {
  const series = new Map<string, number>();
  const made: string[] = [];
  const at = (name: string, tags: MetricTags = {}): string =>
    `${name}{${Object.entries(tags)
      .map(([key, value]) => `${key}=${String(value)}`)
      .sort()
      .join(',')}}`;
  const kinds = (name: string, kind: string) => {
    made.push(name);
    return {
      name,
      kind,
      valueType: 'float',
      add: (value: number, tags?: MetricTags) => series.set(at(name, tags), (series.get(at(name, tags)) ?? 0) + value),
      set: (value: number, tags?: MetricTags) => series.set(at(name, tags), value),
      record: (value: number, tags?: MetricTags) => series.set(at(name, tags), value),
    };
  };
  const meter = {
    createCounter: (name: string) => kinds(name, 'counter'),
    createGauge: (name: string) => kinds(name, 'gauge'),
    createHistogram: (name: string) => kinds(name, 'histogram'),
  };
  return { meter: meter as unknown as MetricMeter, series, made };
}

const ERROR = new CollectorError('ctci_unauthorized', { seen: 'HTTP 401' }).report();

function report(run: string, outcome: Outcome, more: Partial<PullReport> = {}): PullReport {
  const numbers = {
    requests: 1,
    received: 5,
    duplicates: 1,
    without_key: 0,
    added: 3,
    changed: 2,
    removed: 1,
    sent: 5,
  };
  const rest = { outputs: {}, duration_ms: 1500, rows: 5, digest: null, held: null, error: null };
  return { run_id: run, started_at: '2026-03-10T12:00:00Z', outcome, ...numbers, ...rest, ...more };
}

function metricsOf(text = configWith('globals.id', '1')) {
  const recorded = recordingMeter();
  const services = loadFromText(text).services();
  const metrics = new CollectorMetrics(recorded.meter, services, { version: '1.2.3', buildId: null });
  const [first] = services;
  if (!first) throw new Error('There is no service');
  return { ...recorded, metrics, service: first, value: (name: string) => recorded.series.get(`${PREFIX}${name}`) };
}

test('a pull is counted once, by its outcome, its changes and its errors', () => {
  const { metrics, service, value } = metricsOf();
  const facts = { ...NOTHING_KNOWN, rows: 5, lastGoodPull: 1000 };
  metrics.pullEnded(service.workflowId, { report: report('a', 'delivered'), facts });
  metrics.pullEnded(service.workflowId, { report: report('a', 'delivered'), facts });
  metrics.pullEnded(service.workflowId, { report: report('b', 'failed', { error: ERROR }), facts: null });
  expect(value('pulls_total{input=ctci,outcome=delivered,service=cewl}')).toBe(1);
  expect(value('pulls_total{input=ctci,outcome=failed,service=cewl}')).toBe(1);
  expect(value('pulls_total{input=ctci,outcome=held,service=cewl}')).toBe(0);
  expect(value('changes_total{input=ctci,kind=added,service=cewl}')).toBe(6);
  expect(value('duplicates_total{input=ctci,service=cewl}')).toBe(2);
  expect(value('pull_duration_seconds{input=ctci,service=cewl}')).toBe(1.5);
  expect(value('errors_total{input=ctci,number=401,service=cewl}')).toBe(1);
});

test('runs that are no configured pull, such as a preview, count nothing', () => {
  const { metrics, series } = metricsOf();
  const before = series.size;
  metrics.pullEnded('somebody-else', { report: report('a', 'delivered'), facts: null });
  expect(series.size).toBe(before);
});

test('what the watch found is shown: rows, held, failing outputs, a chain that does not go on', () => {
  const { metrics, service, value } = metricsOf();
  const pull = {
    rows: 7,
    lastGoodPull: 1000,
    held: 'too much would go',
    error: ERROR,
    failingOutputs: ['devo_lookup'],
  };
  metrics.show([{ ...service, chain: { chain: 'stopped', why: 'x' }, pull }], false);
  const labels = '{input=ctci,service=cewl}';
  expect(value(`list_rows${labels}`)).toBe(7);
  expect(value(`last_good_pull_timestamp_seconds${labels}`)).toBe(1000);
  expect(value(`held${labels}`)).toBe(1);
  expect(value(`failing${labels}`)).toBe(1);
  expect(value(`chain_stopped${labels}`)).toBe(1);
  expect(value(`task_failing${labels}`)).toBe(0);
  expect(value('output_failing{input=ctci,output=devo_lookup,service=cewl}')).toBe(1);
  expect(value('ready{}')).toBe(0);
});

test('the number of series is bounded by the configuration, however long it runs', () => {
  const { metrics, service, series } = metricsOf();
  const count = (from: number): number => {
    for (let run = from; run < from + 500; run += 1)
      metrics.pullEnded(service.workflowId, { report: report(`run ${run}`, 'delivered'), facts: null });
    return series.size;
  };
  expect(count(500)).toBe(count(0));
});

test('each metric is made once, under a name of the list', () => {
  const config = parse(configWith('globals.id', '1')) as { inputs: { ctci: { services: Record<string, unknown> } } };
  const { services } = config.inputs.ctci;
  const { made } = metricsOf(stringify({ ...config, inputs: { ctci: { ...config.inputs.ctci, services } } }));
  expect(new Set(made).size).toBe(made.length);
  for (const name of made) expect(Object.keys(METRICS)).toContain(name.slice(PREFIX.length));
});

test.each(Object.entries<MetricFacts>(METRICS))('the name of %s is one that Prometheus wants', (name, facts) => {
  expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
  expect(name.endsWith('_total')).toBe(facts.kind === 'counter');
  if (facts.kind === 'histogram') expect(facts.buckets?.length).toBeGreaterThan(3);
});

test('a service that is configured no more alarms nobody, and begins anew when it is back', () => {
  const { metrics, service, value } = metricsOf();
  metrics.follow([]);
  expect(value('last_good_pull_timestamp_seconds{input=ctci,service=cewl}')).toBeNaN();
  expect(value('held{input=ctci,service=cewl}')).toBeNaN();
  metrics.follow([service]);
  expect(value('last_good_pull_timestamp_seconds{input=ctci,service=cewl}')).toBe(0);
});

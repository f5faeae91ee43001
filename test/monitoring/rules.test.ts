import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { METRICS, PREFIX, type MetricFacts } from '../../worker/metrics/metric-list';
import { expressionsOf, namesIn, readAlerts, readDashboard, ROOT } from './expressions';
import { findPrometheus } from './find-prometheus';

const alerts = readAlerts();
const promtool = findPrometheus('promtool');

/** What a page shows of our own metrics. */
const OWN = new Set(
  Object.entries<MetricFacts>(METRICS).flatMap(([name, { kind }]) =>
    kind === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => PREFIX + name + end) : [PREFIX + name],
  ),
);

test.each(alerts.map((alert) => [alert.alert, alert] as const))(
  'the alert %s has a severity, words, and a place in the docs that says what to do',
  (name, { labels, annotations }) => {
    expect(['critical', 'warning']).toContain(labels.severity);
    expect(annotations.summary.length).toBeGreaterThan(10);
    expect(annotations.description.length).toBeGreaterThan(10);
    const [file = '', anchor = ''] = annotations.runbook_url.split('#');
    expect(existsSync(join(ROOT, file))).toBe(true);
    const headings = readFileSync(join(ROOT, file), 'utf8').matchAll(/^#+ (.*)$/gm);
    expect([...headings].map(([, words = '']) => words.toLowerCase().replaceAll(' ', '-'))).toContain(anchor);
    expect(anchor).toBe(name.toLowerCase());
  },
);

test('alerts and dashboard use no name of ours that is not there', () => {
  const used = expressionsOf(alerts, readDashboard()).flatMap(namesIn);
  expect(used.filter((name) => name.startsWith(PREFIX) && !OWN.has(name))).toEqual([]);
  expect(used.filter((name) => !name.startsWith(PREFIX) && !name.startsWith('temporal_'))).toEqual([]);
});

test('docs/monitoring.md tells of every metric', () => {
  const page = readFileSync(join(ROOT, 'docs', 'monitoring.md'), 'utf8');
  for (const [name, { help }] of Object.entries<MetricFacts>(METRICS))
    expect(page).toContain(`| \`${PREFIX}${name}\` | ${help} |`);
});

test('each alert is tried both ways', () => {
  const text = readFileSync(join(__dirname, 'alerts-rules.yaml'), 'utf8');
  const { tests } = parse(text) as { tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[] };
  const tries = tests.flatMap(({ alert_rule_test: each }) => each);
  for (const { alert } of alerts) {
    const own = tries.filter(({ alertname }) => alertname === alert);
    expect([alert, own.some(({ exp_alerts: found }) => found.length > 0)]).toEqual([alert, true]);
    expect([alert, own.some(({ exp_alerts: found }) => found.length === 0)]).toEqual([alert, true]);
  }
});

(promtool === null ? test.skip : test)(
  'each alert fires when it should, and not when all is well (needs promtool: npm run monitoring fetches it)',
  () => {
    const said = execFileSync(promtool ?? '', ['test', 'rules', join(__dirname, 'alerts-rules.yaml')], {
      encoding: 'utf8',
    });
    expect(said).toContain('SUCCESS');
  },
);

(promtool === null ? test.skip : test)('an age on the dashboard is not shown before the first pull is known', () => {
  const ages = expressionsOf([], readDashboard()).filter((expression) => expression.startsWith('time() - '));
  expect(ages).toHaveLength(2);
  const labels = '{input="ctci", service="cewl"}';
  const tries = ages.map((expr) => ({
    interval: '1m',
    input_series: namesIn(expr).map((name) => ({ series: `${name}${labels}`, values: '0 0 60' })),
    promql_expr_test: [
      { expr, eval_time: '1m', exp_samples: [] },
      { expr, eval_time: '2m', exp_samples: [{ labels, value: 60 }] },
    ],
  }));
  const folder = mkdtempSync(join(tmpdir(), 'ctci-dashboard-'));
  try {
    writeFileSync(join(folder, 'ages.yaml'), stringify({ tests: tries }));
    const said = execFileSync(promtool ?? '', ['test', 'rules', join(folder, 'ages.yaml')], { encoding: 'utf8' });
    expect(said).toContain('SUCCESS');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

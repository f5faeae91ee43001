import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/project.mjs';

/** A day, in seconds. */
const DAY_S = 86_400;

/** A rate wants more than two scrapes, one a second. */
const SHORTEST_WINDOW_S = 4;

const UNIT_SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 };

/**
 * The dashboard's panels that are drawn over time, with the few of single numbers that are worth it.
 *
 * @returns {{ title: string, unit: string, targets: { expr: string, legendFormat: string }[] }[]}
 */
export function panelsOfDashboard() {
  const dashboard = JSON.parse(readFileSync(join(ROOT, 'deploy', 'grafana', 'collector.json'), 'utf8'));
  return dashboard.panels
    .filter(({ type }) => type === 'timeseries' || type === 'stat')
    .map(({ title, targets, fieldConfig }) => ({ title, unit: fieldConfig.defaults.unit, targets }));
}

/**
 * An expression of the dashboard for a day that took `daySeconds` on the clock: every input and service, and its
 * windows as much shorter as the day.
 *
 * @param {string} expr
 * @param {number} daySeconds
 */
export function expressionFor(expr, daySeconds) {
  return expr.replaceAll(/\$(input|service)\b/g, '.*').replaceAll(/\[(\d+)([smhd])\]/g, (_, count, unit) => {
    const scaled = (Number(count) * UNIT_SECONDS[unit] * daySeconds) / DAY_S;
    return `[${Math.round(Math.max(SHORTEST_WINDOW_S, scaled) * 1000)}ms]`;
  });
}

/** The name of a line: the legend's form with the labels put in, as Grafana does it. */
export function legendOf(form, labels) {
  return form.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => labels[name] ?? '').trim();
}

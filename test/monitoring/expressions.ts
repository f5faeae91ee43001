import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const ROOT = join(__dirname, '..', '..');
export const ALERTS_FILE = join(ROOT, 'deploy', 'prometheus', 'alerts.yaml');

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook_url: string };
}

interface Dashboard {
  readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
}

export function readAlerts(): Alert[] {
  const { groups } = parse(readFileSync(ALERTS_FILE, 'utf8')) as { groups: { rules: Alert[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

export function readDashboard(): Dashboard {
  return JSON.parse(readFileSync(join(ROOT, 'deploy', 'grafana', 'collector.json'), 'utf8')) as Dashboard;
}

/** Every expression of the alerts and of the dashboard, its variables set to everything. */
export function expressionsOf(alerts: readonly Alert[], { panels }: Dashboard): string[] {
  const ofPanels = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  return [...alerts.map(({ expr }) => expr), ...ofPanels].map((expr) => expr.replaceAll(/\$(input|service)\b/g, '.*'));
}

/** Names of metrics in an expression. */
export function namesIn(expression: string): string[] {
  return [...new Set(expression.match(/\b(?:ctci_collector|temporal)_[a-z0-9_]+/g) ?? [])];
}

import type { DeployRecord } from '../lookups/deploy-log';
import type { DevoState, LookupState } from '../devo-simulator';
import type { EventStore } from '../event-store';
import type { Lookup, StoredRow } from '../lookups/lookup';
import { escapeHtml } from './escape-html';
import { badge, layout, table } from './layout';
import { rowCells } from './row-cells';
import { tableCard } from './table-page';

const DEPLOYS_SHOWN = 12;
const NEWEST_ROWS_SHOWN = 5;
const NEWEST_EVENTS_SHOWN = 3;

export interface Overview {
  readonly state: DevoState;
  readonly deploys: readonly DeployRecord[];
  readonly lookups: readonly Lookup[];
  readonly events: Pick<EventStore, 'tables' | 'newest'>;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * What Devo holds, in one look: lookups with their last jobs and newest rows, tables with their newest events, then the
 * last deploys.
 */
export function overviewPage({ state, deploys, lookups, events, now }: Overview): string {
  const cards = state.lookups
    .map((one) => lookupCard(one, lookups.find((lookup) => lookup.name === one.name) ?? null))
    .join('\n');
  return layout(
    'Devo, simulated',
    `
<p class="soft">Domain <b>${escapeHtml(state.domain)}</b>,
${count(state.lookups.length, 'lookup')}, ${count(state.events, 'event')} received,
${count(state.overlaps.length, 'overlapping deploy')} refused, ${count(state.tokensRefused, 'wrong token')}.
${escapeHtml(new Date(now).toUTCString())}.</p>
${cards === '' ? '<div class="card soft">No lookup yet: it appears with the first deploy.</div>' : cards}
${eventTables(events)}
<h2>Last deploys</h2>
${deploys.length === 0 ? '<div class="card soft">None yet.</div>' : deployTable(deploys)}`,
  );
}

function eventTables(events: Overview['events']): string {
  const tables = events.tables();
  if (tables.length === 0) return '';
  const cards = tables.map((found) => tableCard(found, events.newest(found.tag, NEWEST_EVENTS_SHOWN)));
  return `<h2>Tables</h2>\n${cards.join('\n')}`;
}

function lookupCard(state: LookupState, lookup: Lookup | null): string {
  const columns = state.columns
    .map((name) => `<code${name === state.key ? ' class="key"' : ''}>${escapeHtml(name)}</code>`)
    .join(' ');
  const jobs = [...state.jobs]
    .reverse()
    .slice(0, 3)
    .map((job) => `${badge(job.outcome)} <code>${escapeHtml(job.id)}</code>`)
    .join('<br>');
  return `<div class="card">
<h3><a href="/lookups/${escapeHtml(state.name)}">${escapeHtml(state.name)}</a> ${badge(state.status)}</h3>
<div class="facts">
<div><b>${state.rows.toLocaleString('en')}</b><span class="soft">rows</span></div>
<div><b>${String(state.columns.length)}</b><span class="soft">columns</span></div>
<div><b>${state.minimumRows?.toLocaleString('en') ?? '–'}</b><span class="soft">fewest rows ever</span></div>
<div><span class="soft">last jobs</span><br>${jobs}</div>
</div>
<div class="columns">${columns}</div>
</div>
${lookup === null ? '' : newestRows(lookup)}`;
}

function newestRows(lookup: Lookup): string {
  const newest = [...lookup.rows.values()].reverse().sort(newestFirst).slice(0, NEWEST_ROWS_SHOWN);
  if (newest.length === 0) return '';
  const [head, rows] = rowCells(lookup, newest);
  return `<h2>Newest rows of ${escapeHtml(lookup.name)}</h2>\n${table(head, rows)}`;
}

function newestFirst(one: StoredRow, other: StoredRow): number {
  if (one.since === other.since) return 0;
  return one.since < other.since ? 1 : -1;
}

function deployTable(deploys: readonly DeployRecord[]): string {
  const rows = [...deploys]
    .reverse()
    .slice(0, DEPLOYS_SHOWN)
    .map((one) => [
      `<span class="short">${escapeHtml(one.startedAt.slice(5, 19).replace('T', ' '))}</span>`,
      escapeHtml(one.lookup),
      `<span class="short">${one.method} ${one.kind}${one.foreign ? ' (foreign)' : ''}</span>`,
      numeric(one.rows),
      numeric(one.bytes),
      badge(one.outcome),
      one.rowsAfter === null ? '' : numeric(one.rowsAfter),
      duration(one),
      `<code>${escapeHtml(one.jobId)}</code>`,
    ]);
  return table(
    ['Started (UTC)', 'Lookup', 'Deploy', 'Rows sent', 'Bytes', 'Outcome', 'Rows after', 'Took', 'Job'],
    rows,
  );
}

function duration(deploy: DeployRecord): string {
  if (deploy.endedAt === null) return '';
  return `${((Date.parse(deploy.endedAt) - Date.parse(deploy.startedAt)) / 1000).toFixed(1)} s`;
}

function numeric(value: number): string {
  return `<div class="number">${value.toLocaleString('en')}</div>`;
}

function count(value: number, word: string): string {
  return `${value.toLocaleString('en')} ${word}${value === 1 ? '' : 's'}`;
}

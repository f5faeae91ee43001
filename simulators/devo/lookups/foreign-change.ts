import { ControlRefused } from '../../http/control-answer';
import type { Backend } from '../backend';
import type { Deploy } from './deploy';
import type { ForeignChange } from '../devo-simulator';
import { rowObjects } from './lookup';

const DEFAULT_KEY = 'cve';

/** What another user's change comes to, as a deploy that brings everything. A lookup that is not there is made. */
export function foreignDeployOf(backend: Backend, name: string, change: ForeignChange): Deploy {
  const lookup = backend.lookup(name);
  const [first] = change.upsert ?? [];
  const names = lookup?.columns.map((column) => column.name) ?? Object.keys(first ?? {});
  const key = lookup?.key ?? DEFAULT_KEY;
  if (!names.includes(key))
    throw new ControlRefused(`there is no lookup ${name}, and no row with a column ${key} to make one`);
  const rows = new Map((lookup === null ? [] : rowObjects(lookup)).map((row) => [row[key] ?? '', row]));
  for (const row of change.upsert ?? []) rows.set(row[key] ?? '', { ...row });
  for (const gone of change.remove ?? []) rows.delete(gone);
  return {
    method: lookup === null ? 'POST' : 'PUT',
    key,
    append: false,
    contribution: 'add',
    bytes: 0,
    foreign: true,
    columns: lookup?.columns ?? names.map((column) => ({ name: column, type: 'STRING' as const })),
    rows: [...rows.values()].map((row) => names.map((column) => row[column] ?? '')),
  };
}

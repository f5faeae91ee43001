import type { CewlRow } from '../replay/cewl-row';
import type { ListTwist } from '../ctci-fault';
import { envelope, LIST_PATHS, type ListPath } from './envelope';

type EnvelopeForm = Extract<ListTwist, { fault: 'envelope' }>['form'];

/** The list in an envelope other than the endpoint's own. Only `bare` and `only-data` are still the list. */
export function twistedEnvelope(form: EnvelopeForm, path: ListPath, rows: readonly CewlRow[]): unknown {
  switch (form) {
    case 'bare':
      return path === LIST_PATHS.bare ? { data: rows } : envelope(LIST_PATHS.bare, rows);
    case 'only-data':
      return { data: rows };
    case 'columns':
      return { data: asColumns(rows) };
    case 'no-data':
      return { status: 200, title: 'OK', detail: 'CEWL', instance: path };
    case 'other-name':
      return { items: rows };
    case 'single-object':
      return rows[0] ?? {};
    case 'null':
      return null;
    case 'page':
      return page(path, rows);
    case 'refused':
      return { success: false, errors: [{ message: 'The subscription has ended' }], data: [] };
  }
}

/** The first half of the rows, and where the others are. */
function page(path: ListPath, rows: readonly CewlRow[]): unknown {
  const data = rows.slice(0, Math.ceil(rows.length / 2));
  return {
    status: 200,
    metadata: { count: rows.length, page: 1, per_page: data.length },
    next: `${path}?page=2`,
    data,
  };
}

function asColumns(rows: readonly CewlRow[]): unknown {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  return Object.fromEntries([...names].map((name) => [name, rows.map((row) => row[name] ?? null)]));
}

import type { Column, Deploy } from './deploy';

export interface StoredRow {
  readonly cells: readonly string[];
  /** When this row became what it is, ISO 8601 UTC. */
  readonly since: string;
}

export interface Lookup {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly key: string;
  /** By the key's cell, as it is written: Devo does not know that CVE ids have no case. */
  readonly rows: ReadonlyMap<string, StoredRow>;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The lookup after a deploy. The old rows stay readable until this new lookup takes the old one's place at once. */
export function afterDeploy(name: string, before: Lookup | null, deploy: Deploy, now: string): Lookup {
  return {
    name,
    columns: deploy.columns,
    key: deploy.key,
    rows: rowsAfter(before?.rows ?? new Map<string, StoredRow>(), deploy, now),
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
}

/**
 * `append` merges by key, else the deploy's rows are all there is. A deploy that deletes without `append` therefore
 * leaves nothing at all: a trap of the real API.
 */
function rowsAfter(
  before: ReadonlyMap<string, StoredRow>,
  deploy: Deploy,
  now: string,
): ReadonlyMap<string, StoredRow> {
  const keyIndex = deploy.columns.findIndex((column) => column.name === deploy.key);
  const rows = new Map<string, StoredRow>(deploy.append ? before : []);
  for (const cells of deploy.rows) {
    const key = cells[keyIndex] ?? '';
    if (deploy.contribution === 'del') rows.delete(key);
    else rows.set(key, sameRow(before.get(key), cells) ?? { cells, since: now });
  }
  return rows;
}

function sameRow(before: StoredRow | undefined, cells: readonly string[]): StoredRow | null {
  if (before?.cells.length !== cells.length) return null;
  return before.cells.every((cell, index) => cell === cells[index]) ? before : null;
}

/** Rows as objects, for tests and people. */
export function rowObjects(lookup: Lookup): Record<string, string>[] {
  return [...lookup.rows.values()].map((row) =>
    Object.fromEntries(lookup.columns.map((column, index) => [column.name, row.cells[index] ?? ''])),
  );
}

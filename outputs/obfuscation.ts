import { createHash, createHmac } from 'node:crypto';
import type { ListDescription } from '../domain/list/list-description';
import type { Cell, Rows, ListInTurn } from '../domain/list/list';

/** One rule: what happens to the cells of some columns. Rules for one column act in their order. */
export type ObfuscationRule = { readonly fields: readonly string[] } & ObfuscationMethod;

type ObfuscationMethod =
  /** HMAC-SHA256 in hex: equal values stay equal, and nobody without the key can try values out. */
  | { readonly method: 'hash'; readonly key: string }
  /** Asterisks for all but the first and last characters. A value too short for that is masked whole. */
  | { readonly method: 'mask'; readonly keep_first?: number | undefined; readonly keep_last?: number | undefined }
  /** Nothing in its place. */
  | { readonly method: 'remove' }
  /** A fixed text in its place. */
  | { readonly method: 'replace'; readonly with: string };

interface Obfuscation {
  /**
   * The table with the rules applied. Leaves the given table as it is. What it lacks is looked for by
   * `findUnmatchedFields`.
   */
  apply(table: ListInTurn): ListInTurn;
  /** SHA-256 (hex) of the rules. Keys go into it only as HMAC. */
  readonly fingerprint: string;
  /** The columns that the rules name, as the list calls them. */
  readonly fields: readonly string[];
}

/**
 * Makes cells unreadable before they leave. A cell without a value stays without one, whatever the method.
 * Names of columns are read as the list's are: `External_Note ` is `external_note`.
 */
export function createObfuscation(
  rules: readonly ObfuscationRule[],
  { columnName }: Pick<ListDescription, 'columnName'>,
): Obfuscation {
  const steps = rules.flatMap((rule) =>
    rule.fields.map((field) => ({ column: columnName(field), change: cellChange(rule) })),
  );
  return {
    apply: (table) => applySteps(table, steps),
    fingerprint: rulesFingerprint(rules, columnName),
    fields: [...new Set(steps.map((step) => step.column))],
  };
}

interface ObfuscationStep {
  readonly column: string;
  readonly change: (cell: Cell) => Cell;
}

function applySteps(table: ListInTurn, steps: readonly ObfuscationStep[]): ListInTurn {
  const placed = steps
    .map((step) => ({ place: table.columns.indexOf(step.column), change: step.change }))
    .filter((step) => step.place >= 0);
  if (placed.length === 0) return table;
  return {
    columns: table.columns,
    rows: changedRows(table.rows, (row) => {
      const cells = [...row];
      for (const { place, change } of placed) {
        const cell = cells[place];
        if (cell) cells[place] = change(cell);
      }
      return cells;
    }),
  };
}

function changedRows(rows: Rows, change: (row: readonly Cell[]) => readonly Cell[]): Rows {
  return {
    length: rows.length,
    *[Symbol.iterator](): Iterator<readonly Cell[]> {
      for (const row of rows) yield change(row);
    },
  };
}

function cellChange(rule: ObfuscationRule): (cell: Cell) => Cell {
  switch (rule.method) {
    case 'hash':
      return (cell) => createHmac('sha256', rule.key).update(cell).digest('hex');
    case 'mask':
      return (cell) => mask(cell, rule.keep_first ?? 0, rule.keep_last ?? 0);
    case 'remove':
      return () => '';
    case 'replace':
      return () => rule.with;
  }
}

/** Counts characters as people do: a pair of surrogates is one. */
function mask(cell: Cell, first: number, last: number): Cell {
  const characters = Array.from(cell);
  const hidden = characters.length - first - last;
  if (hidden <= 0) return '*'.repeat(characters.length);
  return characters.slice(0, first).join('') + '*'.repeat(hidden) + characters.slice(first + hidden).join('');
}

function rulesFingerprint(rules: readonly ObfuscationRule[], columnName: ListDescription['columnName']): string {
  const plain = rules.map((rule) => {
    const fields = rule.fields.map((field) => columnName(field));
    switch (rule.method) {
      case 'hash':
        return [fields, rule.method, createHmac('sha256', rule.key).update('obfuscation rules').digest('hex')];
      case 'mask':
        return [fields, rule.method, rule.keep_first ?? 0, rule.keep_last ?? 0];
      case 'remove':
        return [fields, rule.method];
      case 'replace':
        return [fields, rule.method, rule.with];
    }
  });
  return createHash('sha256').update(JSON.stringify(plain)).digest('hex');
}

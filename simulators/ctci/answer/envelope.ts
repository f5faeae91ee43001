import { keyOf, type CewlRow } from '../replay/cewl-row';

/** The two endpoints that give the list. */
export const LIST_PATHS = { wrapped: '/api/v1/cewl', bare: '/cve/cewl_download' } as const;

export type ListPath = (typeof LIST_PATHS)[keyof typeof LIST_PATHS];

export function isListPath(path: string): path is ListPath {
  return path === LIST_PATHS.wrapped || path === LIST_PATHS.bare;
}

/** `/api/v1/cewl` wraps the rows and spells `cve`; `/cve/cewl_download` gives a bare array that spells `CVE`. */
export function envelope(path: ListPath, rows: readonly CewlRow[]): unknown {
  if (path === LIST_PATHS.bare) return rows.map(withUpperCaseKey);
  return { status: 200, title: 'OK', detail: 'CEWL', instance: path, data: rows };
}

function withUpperCaseKey(row: CewlRow): CewlRow {
  if (!('cve' in row)) return row;
  const { cve, ...rest } = row;
  return { CVE: cve, ...rest };
}

/**
 * The documented query parameters of `/cve/cewl_download`: `CVE` for one row, `keyword_search` for a text in any
 * column, whatever its case. `raw_filter` acts on a parameter that no longer exists and is ignored.
 */
export function searched(query: URLSearchParams, rows: readonly CewlRow[]): readonly CewlRow[] {
  const cve = query.get('CVE');
  const keyword = (query.get('keyword_search') ?? '').toLowerCase();
  return rows
    .filter((row) => cve === null || keyOf(row) === cve)
    .filter((row) => keyword === '' || Object.values(row).some((cell) => String(cell).toLowerCase().includes(keyword)));
}

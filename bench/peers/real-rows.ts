import { loadHistory } from '../../simulators/ctci/replay/history';
import { findHistoryFile } from '../../simulators/storage/data-folder';

export type SourceRow = Readonly<Record<string, unknown>>;

/** Longer lists repeat the real rows under ids of a year that has none. */
const INVENTED_YEAR = 2031;
const FIRST_INVENTED = 10_000;

/**
 * Rows as CTCI sends them: the real list at the end of its history, cut or made longer. A repeated row names its id in
 * its description, so that no two rows share it.
 */
export function realRows(count: number): readonly SourceRow[] {
  return [...realRowsInTurn(count)];
}

/** The same, one after the other. */
export function* realRowsInTurn(count: number): Generator<SourceRow, void, undefined> {
  const real = [...listAtTheEnd()];
  yield* real.slice(0, count);
  for (let index = real.length; index < count; index += 1) {
    const cve = `CVE-${INVENTED_YEAR}-${FIRST_INVENTED + index}`;
    const row = real[index % real.length] ?? {};
    yield { ...row, cve, description: `${cve}: ${String(row['description'])}`, id_ref: index };
  }
}

/** The same list after news: every tenth row has another text. */
export function changedRows(rows: readonly SourceRow[]): readonly SourceRow[] {
  return rows.map((row, index) =>
    index % 10 === 0 ? { ...row, external_note: `${String(row['external_note'])} Seen again.` } : row,
  );
}

/** The answer of `/api/v1/cewl`. */
export function listBody(rows: readonly SourceRow[]): Buffer {
  return Buffer.from(
    JSON.stringify({ status: 200, title: 'OK', detail: 'CEWL', instance: '/api/v1/cewl', data: rows }),
  );
}

function listAtTheEnd(): Iterable<SourceRow> {
  const rows = new Map<string, SourceRow>();
  for (const { added, changed } of loadHistory(findHistoryFile())) {
    for (const row of [...added, ...changed]) rows.set(String(row['cve']), row);
  }
  return rows.values();
}

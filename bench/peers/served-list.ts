import { gzipSync } from 'node:zlib';
import { changedRows, leanRows, listBody, realRows, shortRows, type SourceRow } from './real-rows';

/** `still` stays as it is; `moving` changes with every download, to and fro; `lean` and `short` do so too, with less in each row. */
export type ListKind = 'still' | 'moving' | 'lean' | 'short';

/** A list as bytes, ready to be served. */
export interface ServedList {
  next(): Buffer;
}

/** Everything is written and compressed beforehand: what serving costs is no part of any measurement. */
export function servedList(rows: number, kind: ListKind): ServedList {
  const list = rowsOf(kind, realRows(rows));
  const bodies = (kind === 'still' ? [list] : [list, changedRows(list)]).map((each) => gzipSync(listBody(each), { level: 6 }));
  let downloads = 0;
  return {
    next() {
      const body = bodies[downloads % bodies.length] ?? Buffer.alloc(0);
      downloads += 1;
      return body;
    },
  };
}

function rowsOf(kind: ListKind, rows: readonly SourceRow[]): readonly SourceRow[] {
  if (kind === 'short') return shortRows(rows);
  return kind === 'lean' ? leanRows(rows) : rows;
}

import { gzipSync } from 'node:zlib';
import { changedRows, listBody, realRows } from './real-rows';

/** `still` stays as it is; `moving` changes with every download, to and fro. */
export type ListKind = 'still' | 'moving';

/** A list as bytes, ready to be served. */
export interface ServedList {
  next(): Buffer;
}

/** Everything is written and compressed beforehand: what serving costs is no part of any measurement. */
export function servedList(rows: number, kind: ListKind): ServedList {
  const list = realRows(rows);
  const bodies = (kind === 'still' ? [list] : [list, changedRows(list)]).map((each) =>
    gzipSync(listBody(each), { level: 6 }),
  );
  let downloads = 0;
  return {
    next() {
      const body = bodies[downloads % bodies.length] ?? Buffer.alloc(0);
      downloads += 1;
      return body;
    },
  };
}

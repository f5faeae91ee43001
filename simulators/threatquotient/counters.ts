/** What came in, by path; control requests are not counted. */
export interface RequestCounters {
  readonly requests: Readonly<Record<string, number>>;
  /** Pages of events that were answered, and the rows in them. */
  readonly pages: number;
  readonly rows: number;
}

export interface Counting {
  request(path: string): void;
  page(rows: number): void;
  read(): RequestCounters;
}

export function startCounting(): Counting {
  const requests = new Map<string, number>();
  let pages = 0;
  let rows = 0;
  return {
    request: (path) => void requests.set(path, (requests.get(path) ?? 0) + 1),
    page: (count) => {
      pages += 1;
      rows += count;
    },
    read: () => ({ requests: Object.fromEntries(requests), pages, rows }),
  };
}

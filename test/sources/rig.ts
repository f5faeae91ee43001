import { afterEach } from '@jest/globals';
import { CollectorError } from '../../errors/collector-error';
import { createCtciSource } from '../../sources/ctci/ctci-source';
import type { CtciOptions } from '../../sources/ctci/ctci-options';
import type { Cell, List, RowCollector } from '../../domain/list/list';
import { placeCells } from '../../packing/list';
import type { UnchangedList } from '../../domain/list/fetched-list';
import type { ListSource, SourceList } from '../../sources/source';
import { type Certificate, type CtciServer, startServer } from './ctci-server';

/** The key that no error may show; its base64 has every character that base64url writes otherwise. */
export const KEY = 'canary-Kz7/9+qW=tOken???>>>';

const closers: (() => void | Promise<void>)[] = [];

/** Ends something with the test that runs. */
export function atEnd(close: () => void | Promise<void>): void {
  closers.push(close);
}

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server that lives as long as the test. */
export async function server(
  answer: Parameters<typeof startServer>[0],
  certificate?: Certificate,
): Promise<CtciServer> {
  const started = await startServer(answer, certificate);
  atEnd(() => started.close());
  return started;
}

/** A source that asks the server, without the proxies of the machine that tests. */
export function source(url: string, options: Partial<CtciOptions> = {}): ListSource {
  const made = createCtciSource({
    apiBaseUrl: url,
    endpoint: '/api/v1/cewl',
    credentials: { kind: 'token', apiToken: KEY },
    verifyHostSslCert: true,
    deliverVolatile: false,
    settingsPath: 'inputs.ctci',
    environment: {},
    ...options,
  });
  atEnd(() => made.close());
  return made;
}

export const never = new AbortController().signal;

/** Keeps the rows of a list. */
class KeptRows implements RowCollector {
  readonly rows: (readonly Cell[])[] = [];

  add(rows: readonly (readonly Cell[])[]): void {
    this.rows.push(...rows);
  }
}

/** Makes what a test's downloads put their rows into. */
export function keptRows(): KeptRows {
  return new KeptRows();
}

export async function fetchFull(
  from: ListSource,
  knownDigest: string | null = null,
): Promise<SourceList & { readonly table: List }> {
  const list = await from.fetchList({ digest: knownDigest }, never, keptRows);
  if (isSame(list)) throw new Error('the list is the same');
  const { columns, places } = list.layout;
  return { ...list, table: { columns, rows: list.collector.rows.map((row) => placeCells(row, places)) } };
}

export function isSame(list: SourceList | UnchangedList): list is UnchangedList {
  return 'unchanged' in list;
}

/** The CollectorError that a promise ends in. */
export async function failureOf(promise: Promise<unknown>): Promise<CollectorError> {
  const outcome: unknown = await promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );
  if (outcome instanceof CollectorError) return outcome;
  throw new Error(`not a CollectorError: ${String(outcome)}`);
}

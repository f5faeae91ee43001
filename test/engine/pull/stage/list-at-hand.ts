import type { CollectorError } from '../../../../errors/collector-error';
import { keyOf } from '../../../../domain/changes/compare-list';
import type { ListDescription } from '../../../../domain/list/list-description';
import type { ListOrigin } from '../../../../domain/list/list-origin';
import type { List, RowCollector } from '../../../../domain/list/list';
import { listDigest, rowFingerprints } from '../../../../domain/list/row-digest';
import { CEWL } from '../../../../sources/ctci/cewl-list';
import type { UnchangedList } from '../../../../domain/list/fetched-list';
import type { KnownList, ListSource, Session, SourceList } from '../../../../sources/source';

/** A source whose list a test sets, and which a test can stop at the door. */
export class ListAtHand implements ListSource {
  readonly list: ListDescription = CEWL;
  readonly hasLogin = true;
  readonly lateError = 'ctci_timeout';
  /** What the source says of where its list came from. */
  origin: ListOrigin | null = null;
  columns = ['cve', 'product'];
  rows: string[][];
  /** Thrown by the next downloads, until it is taken away. */
  failure: CollectorError | null = null;
  downloads = 0;
  /** When the token ends, ISO 8601 UTC. */
  tokenExpiresAt: string | null = null;
  renews = false;
  /** From now on nothing answers a login. */
  silentLogin = false;
  private gate: Promise<void> | null = null;
  private opened: (() => void) | null = null;
  private arrived: (() => void) | null = null;

  constructor(rows: string[][]) {
    this.rows = rows;
  }

  get table(): List {
    return { columns: this.columns, rows: this.rows };
  }

  get fingerprints(): Buffer {
    return rowFingerprints(this.table);
  }

  get digest(): string {
    return listDigest(this.fingerprints);
  }

  /** Holds the next download up; returns when one has arrived, with what lets it go. */
  async holdUp(): Promise<() => void> {
    this.gate = new Promise((open) => {
      this.opened = open;
    });
    await new Promise<void>((arrive) => {
      this.arrived = arrive;
    });
    return () => {
      this.gate = null;
      this.opened?.();
    };
  }

  authenticate(): Promise<Session> {
    if (this.silentLogin) return new Promise(() => undefined);
    const { tokenExpiresAt, renews } = this;
    return Promise.resolve({ tokenExpiresAt, requests: 0, ...(renews && { renews: true as const }) });
  }

  async fetchList<Collector extends RowCollector>(
    { digest: knownDigest }: KnownList,
    _signal: AbortSignal,
    collect: () => Collector,
  ): Promise<SourceList<Collector> | UnchangedList> {
    this.downloads += 1;
    this.arrived?.();
    if (this.gate) await this.gate;
    if (this.failure) throw this.failure;
    const { digest, table, fingerprints } = this;
    const numbers = {
      digest,
      received: this.rows.length,
      without_key: 0,
      requests: 1,
      bytes: 100,
      ...(this.origin && { origin: this.origin }),
    };
    if (digest === knownDigest) return { unchanged: true, ...numbers };
    const collector = collect();
    await collector.add(table.rows);
    return {
      ...numbers,
      collector,
      layout: { columns: table.columns, places: null },
      keys: table.rows.map(keyOf),
      fingerprints,
      warnings: [],
    };
  }

  close(): void {
    // nothing is open
  }
}

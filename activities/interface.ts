import type { CheckedStep } from '../domain/checked-step';
import type { Baselines } from '../domain/changes/baselines';
import type { ComparedList } from '../domain/changes/compared-list';
import type { Order } from '../domain/changes/order';
import type { Receipts } from '../domain/changes/receipt';
import type { ListOrigin } from '../domain/list/list-origin';
import type { FetchedList } from '../domain/list/fetched-list';
import type { TravellingList } from '../domain/list/list';
import type { PullNews } from '../domain/notices/pull-news';
import type { PinnedService, PullSettings, ServiceRef } from '../domain/pull-settings';

/**
 * The four steps of the pull of a list. `createActivities` puts each together of its file: `setup.ts`, `fetch-cewl.ts`,
 * `dedupe.ts`, `send-to-devo.ts`.
 */
export interface ListActivities {
  /**
   * `hasState`: whether something was delivered before; then a history date that has grown too old is only a warning.
   */
  setup(service: ServiceRef, hasState: boolean): Promise<PullSettings>;
  /**
   * `ledgers`: characters of the packed ledgers that `dedupe` gets beside the marks. `origin`: of the known list.
   */
  fetchCewl(service: PinnedService, known: string | null, ledgers?: number, origin?: ListOrigin): Promise<FetchedList>;
  /**
   * `list`: its marks, or a table that is small. `tableBytes`: what the rows take of the payload in which they are
   * sent.
   */
  dedupe(
    service: PinnedService,
    list: Uint8Array | TravellingList,
    baselines: Baselines,
    tableBytes?: number,
  ): Promise<ComparedList>;
  sendToDevo(service: PinnedService, order: Order): Promise<Receipts>;
}

/** What tells others of a pull. */
export interface NoticeActivities {
  notify(service: ServiceRef, news: PullNews): Promise<NoticeReceipt>;
}

/** What became of the message to each webhook, in words. */
export type NoticeReceipt = Readonly<Record<string, string>>;

/** What `check` may do beyond looking. */
export interface CheckOptions {
  /** Webhooks get a message, by which people see that it arrives. */
  readonly webhook?: boolean;
}

/** What `check` asks of a worker. */
export interface CheckActivities {
  checkService(service: ServiceRef, options?: CheckOptions): Promise<CheckedStep[]>;
}

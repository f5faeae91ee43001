import type { NoticeEvent, PullNews } from '../../domain/notices/pull-news';

/** What is told of one pull, before it is put into a form. */
export interface Notice {
  /** `check`: somebody tries the way, and nothing has happened. */
  readonly event: NoticeEvent | 'check';
  readonly input: string;
  readonly service: string;
  readonly news: PullNews;
  /** Address of the run in the Web UI, or null where none is known. */
  readonly link: string | null;
}

/** Somebody who is told of pulls. */
export interface Webhook {
  readonly name: string;
  /** The events that it wants to hear of. */
  readonly wants: ReadonlySet<NoticeEvent>;
  /** Seconds without a change after which it wants to be told, or null for never. */
  readonly quietSeconds: number | null;
  /** Whether it wants to hear of every good pull. */
  readonly pings: boolean;
  /** Returns when the receiver has taken the message. Tries again within its bound. Throws CollectorError. */
  tell(notice: Notice, signal: AbortSignal): Promise<void>;
  /** The same for the call after a good pull. */
  ping(signal: AbortSignal): Promise<void>;
  /** Whether somebody answers there, and what; nothing is told. Throws CollectorError. */
  reach(signal: AbortSignal): Promise<string>;
  close(): void;
}

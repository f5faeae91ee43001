import { NAMED_KEYS, type NamedKeys } from '../../domain/notices/pull-news';
import type { PullReport } from '../../domain/report/pull-report';
import { heldInWords } from '../../domain/guard/shrink-guard';
import { errorTitle } from '../../errors/error-report';
import type { Notice } from './webhook';

/** The generic message, as JSON: `docs/webhook.schema.json` is its promise to other programs. */
export interface WebhookMessage {
  readonly event: Notice['event'];
  readonly input: string;
  readonly service: string;
  readonly report: PullReport;
  readonly changes: MessageChanges;
  /** In a sentence; null where there is nothing to explain. */
  readonly reason: string | null;
  /** What to do, or null where there is nothing to do. */
  readonly remedy: string | null;
  /** The run in the Web UI, or null where none is known. */
  readonly link: string | null;
}

export interface MessageChanges {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** The first of them: added, then changed, then removed. */
  readonly first: readonly { readonly change: 'added' | 'changed' | 'removed'; readonly cve: string }[];
}

/** @param obfuscateKeys what stands in the place of keys; the rules of the service's rows hold for messages too */
export function messageOf(
  { event, input, service, news, link }: Notice,
  obfuscateKeys: (keys: readonly string[]) => readonly string[],
): WebhookMessage {
  const { added, changed, removed } = news.report;
  const first = firstChanges(news.named);
  const keys = obfuscateKeys(first.map(({ cve }) => cve));
  const told = first.map(({ change }, index) => ({ change, cve: keys[index] ?? '' }));
  const { reason, remedy } = reasonOf(event, news);
  return {
    event,
    input,
    service,
    report: news.report,
    changes: { added, changed, removed, first: told },
    reason,
    remedy,
    link,
  };
}

function firstChanges({ added, changed, removed }: NamedKeys): MessageChanges['first'] {
  return [
    ...added.map((cve) => ({ change: 'added' as const, cve })),
    ...changed.map((cve) => ({ change: 'changed' as const, cve })),
    ...removed.map((cve) => ({ change: 'removed' as const, cve })),
  ].slice(0, NAMED_KEYS);
}

const NOTHING_TO_SAY = { reason: null, remedy: null };

function reasonOf(event: Notice['event'], news: Notice['news']): Pick<WebhookMessage, 'reason' | 'remedy'> {
  const { report, before, released, token_ends_at, quiet } = news;
  switch (event) {
    case 'failed':
      return report.error === null
        ? { reason: 'no reason was given', remedy: null }
        : {
            reason: errorTitle(report.error),
            remedy: report.error.remedy,
          };
    case 'held':
      return {
        reason: report.held === null ? null : heldInWords(report.held),
        remedy:
          'The old list stays, and the next good list is delivered by itself. Look at "ctci-collector ' +
          'preview"; "ctci-collector release" lets this one through once.',
      };
    case 'recovered':
    case 'delivered':
      if (released !== null) return { reason: releasedInWords(released), remedy: null };
      if (event === 'delivered') return NOTHING_TO_SAY;
      return { reason: before === 'held' ? 'the list is good again' : 'the pull works again', remedy: null };
    case 'check':
      return { reason: 'somebody tries whether messages arrive; nothing has happened', remedy: null };
    case 'token_ends':
      return {
        reason: `the token of the source ends ${token_ends_at ?? 'soon'}`,
        remedy: 'Make a new one at the source and put it in the place of the old one.',
      };
    case 'nothing_new':
      return {
        reason: `nothing has changed since ${quiet?.since ?? 'a long time'}`,
        remedy: 'If that is longer than you expect of this list, look at its publisher.',
      };
  }
}

function releasedInWords(why: string): string {
  return why === '' ? 'the held list was released' : `the held list was released: ${why}`;
}

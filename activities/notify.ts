import { activityInfo, log } from '@temporalio/activity';
import { redactDeep } from '../config/secrets/redaction/redact-deep';
import { errorInWords } from '../errors/error-report';
import type { PullNews } from '../domain/notices/pull-news';
import { eventsFor } from '../domain/notices/told';
import type { ServiceRef } from '../domain/pull-settings';
import type { Notice, Webhook } from '../outputs/webhook/webhook';
import { listenerOf } from './audience-of';
import { asCollectorError, redactedReport } from './boundary';
import type { CollectorParts } from './service-parts';
import { stepSignal } from './attempt/step-signal';

/** What became of the message to each webhook, in words. */
type NoticeReceipt = Readonly<Record<string, string>>;

/**
 * Tells each webhook of a service what it wants to hear of a pull, all at once, and calls its `ping_url` after a good
 * one. It never fails: what cannot be told is a line in the log.
 */
export function createNotify(parts: CollectorParts) {
  return async function notify(ref: ServiceRef, news: PullNews): Promise<NoticeReceipt> {
    const webhooks = parts.webhooks?.(ref.input, ref.service) ?? [];
    const told = await Promise.all(
      webhooks.map(async (webhook): Promise<[string, string]> => [webhook.name, await tell(parts, webhook, ref, news)]),
    );
    return Object.fromEntries(told);
  };
}

async function tell(parts: CollectorParts, webhook: Webhook, ref: ServiceRef, news: PullNews): Promise<string> {
  const said: string[] = [];
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      said.push(what);
    } catch (error) {
      if (stepSignal().aborted) throw error;
      const report = redactedReport(asCollectorError(error), parts.redact);
      log.error(`${webhook.name}: ${what} could not be told: ${errorInWords(report)}`);
      said.push(`${what} failed: ${errorInWords(report)}`);
    }
  };
  const { workflowExecution: run } = activityInfo();
  const link = run === undefined ? null : ((await parts.linkToRun?.(run.workflowId, run.runId)) ?? null);
  const messages = eventsFor(listenerOf(webhook), news).map((event) =>
    attempt(event, () => webhook.tell(redacted({ event, ...ref, news, link }, parts), stepSignal())),
  );
  const { outcome } = news.report;
  const pings =
    webhook.pings && (outcome === 'delivered' || outcome === 'unchanged')
      ? [attempt('ping', () => webhook.ping(stepSignal()))]
      : [];
  await Promise.all([...messages, ...pings]);
  return said.join('; ');
}

/** The words of a server, or a reason that somebody gave, may repeat a secret. */
function redacted(notice: Notice, { redact }: CollectorParts): Notice {
  return redactDeep(notice, redact) as Notice; // a copy of the same shape
}

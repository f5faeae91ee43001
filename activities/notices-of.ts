import type { NoticeSettings } from '../domain/notices/pull-news';
import type { Webhook } from '../outputs/webhook/webhook';

/** Absent where nobody wants to be told, so that such a pull has no step more. */
export function noticesOf(webhooks: readonly Webhook[]): { readonly notices?: NoticeSettings } {
  if (webhooks.length === 0) return {};
  const quiet = webhooks.flatMap(({ quietSeconds }) => (quietSeconds === null ? [] : [quietSeconds]));
  return { notices: { pings: webhooks.some(({ pings }) => pings), quiet_seconds: quiet } };
}

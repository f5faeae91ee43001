import type { NoticeSettings } from '../domain/notices/pull-news';
import type { Listener } from '../domain/notices/told';
import type { Audience, ServiceRef } from '../domain/pull-settings';
import type { Webhook } from '../outputs/webhook/webhook';
import type { CollectorParts } from './service-parts';

/** Those who are told of a service's runs. What nobody wants is absent, so that such a pull has no step more. */
export async function audienceOf(parts: CollectorParts, { input, service }: ServiceRef): Promise<Audience> {
  const webhooks = parts.webhooks?.(input, service) ?? [];
  const attributes = (await parts.searchAttributes?.()) ?? [];
  return {
    ...(webhooks.length > 0 && { notices: noticesOf(webhooks) }),
    ...(attributes.length > 0 && { search_attributes: attributes }),
  };
}

function noticesOf(webhooks: readonly Webhook[]): NoticeSettings {
  const quiet = webhooks.flatMap(({ quietSeconds }) => (quietSeconds === null ? [] : [quietSeconds]));
  return {
    pings: webhooks.some(({ pings }) => pings),
    quiet_seconds: quiet,
    listeners: webhooks.map((webhook) => listenerOf(webhook)),
  };
}

export function listenerOf({ name, wants, quietSeconds }: Webhook): Listener {
  return { name, wants: [...wants], quiet_seconds: quietSeconds };
}

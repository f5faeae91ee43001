import type { ServerResponse } from 'node:http';
import { NOTICE_EVENTS } from '../../../../domain/notices/pull-news';
import type { PullState } from '../../../../domain/state/pull-state';
import { createWebhook, type WebhookOptions } from '../../../../outputs/webhook/create-webhook';
import type { Webhook } from '../../../../outputs/webhook/webhook';
import type { WebhookMessage } from '../../../../outputs/webhook/webhook-message';
import type { CtciServer } from '../../../sources/ctci-server';
import type { RunningCollector } from '../../pull/stage/running-collector';

export const CANARY = 'canary-of-the-webhook';

export const DAY_MS = 24 * 3600 * 1000;

export type Answer = (request: unknown, response: ServerResponse) => void;
export const taken: Answer = (_request, response) => void response.writeHead(204).end();

/** A webhook that wants to hear everything. */
export function webhookAt(receiver: CtciServer, options: Partial<WebhookOptions> = {}): Webhook {
  const { name = 'webhook' } = options;
  return createWebhook({
    name,
    url: `${receiver.url}/${name}`,
    secret: CANARY,
    format: 'json',
    events: NOTICE_EVENTS,
    headers: {},
    quietSeconds: null,
    verifyHostSslCert: true,
    settingsPath: `outputs.${name}.config`,
    obfuscateKeys: (keys) => keys,
    environment: {},
    ...options,
  });
}

/** A pull with all that comes after it: the answer is given before anybody is told. */
export async function pull(collector: RunningCollector): Promise<unknown> {
  const runId = await collector.runId();
  const report = await collector.pull().catch((error: unknown) => error);
  await collector.endOf(runId);
  return report;
}

/** What a webhook has got. */
export function told(server: CtciServer, name = 'webhook'): WebhookMessage[] {
  return server.seen
    .filter(({ method, url }) => method === 'POST' && url === `/${name}`)
    .map(({ body }) => JSON.parse(body) as WebhookMessage);
}

export function inDays(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString();
}

/** The chain as it would be at another time: begun anew with its state changed. */
export async function goOnFrom(collector: RunningCollector, changed: Partial<PullState>): Promise<void> {
  const state = await collector.state();
  await collector.handle.terminate();
  await collector.startChain('@every 1h', { ...state, ...changed });
}

import type { NoticeEvent } from '../../domain/notices/pull-news';
import { NOTICE_LIMITS } from '../../domain/time-limits';
import { CollectorError } from '../../errors/collector-error';
import { statusError } from '../../http/failure/status-error';
import { createHttpClient, type HttpClient } from '../../http/http-client';
import { type HttpRequest, isSuccess } from '../../http/http-message';
import { type HttpWay, waySettings } from '../../http/http-way';
import type { PeerErrors } from '../../http/peer';
import { sleepUnlessAborted } from '../sleep-unless-aborted';
import { bodyOf, type WebhookFormat } from './message-text';
import { SIGNATURE_HEADER, signatureOf } from './signature';
import type { Webhook } from './webhook';
import { messageOf } from './webhook-message';

export interface WebhookOptions extends HttpWay {
  readonly name: string;
  /** Where messages go; it may hold a secret in its path, as those of chat services do. */
  readonly url: string;
  readonly secret?: string | undefined;
  readonly format: WebhookFormat;
  readonly events: readonly NoticeEvent[];
  /** Called after every good pull. */
  readonly pingUrl?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds without a change after which it is told; null for never. */
  readonly quietSeconds: number | null;
  /** Path of the output's config, such as `outputs.webhook.config`. */
  readonly settingsPath: string;
  /** What stands in the place of keys. */
  readonly obfuscateKeys: (keys: readonly string[]) => readonly string[];
  /** Other limits than `NOTICE_LIMITS`. */
  readonly limits?: typeof NOTICE_LIMITS | undefined;
}

const WEBHOOK_ERRORS: PeerErrors = {
  unreachable: 'webhook_unreachable',
  tls: 'webhook_unreachable',
  timeout: 'webhook_timeout',
  cut_short: 'webhook_unreachable',
  unreadable: 'webhook_refused',
  too_large: 'webhook_refused',
  redirect: 'webhook_refused',
  unauthorized: 'webhook_refused',
  forbidden: 'webhook_refused',
  not_found: 'webhook_refused',
  rate_limited: 'webhook_refused',
  server_error: 'webhook_refused',
  refused: 'webhook_refused',
  status: 'webhook_refused',
};

/** An answer is read for its words only. */
const ANSWER_BYTES = 64 * 1024;

/** Stands in the place of a path: it may be all that keeps strangers out. */
const HIDDEN_PATH = '/...';

const FIRST_WAIT_MS = 1_000;

/** Tells somebody of pulls by HTTP. Nothing waits for it longer than its limits say. */
export function createWebhook(options: WebhookOptions): Webhook {
  const { name, settingsPath, format, secret, now = Date.now } = options;
  const hook = target(options, options.url, `${settingsPath}.url`);
  const ping = options.pingUrl === undefined ? null : target(options, options.pingUrl, `${settingsPath}.ping_url`);

  return {
    name,
    wants: new Set(options.events),
    quietSeconds: options.quietSeconds,
    pings: ping !== null,
    tell(notice, signal) {
      const body = bodyOf(format, messageOf(notice, options.obfuscateKeys));
      const request = (): Omit<HttpRequest, 'path'> => ({
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...options.headers,
          ...(secret !== undefined && { [SIGNATURE_HEADER]: signatureOf(body, secret, now()) }),
        },
        body,
      });
      return untilTaken(hook, request, options, signal);
    },
    async ping(signal) {
      if (ping !== null) await untilTaken(ping, () => ({ method: 'GET' }), options, signal);
    },
    async reach(signal) {
      // OPTIONS asks and does nothing, whatever stands there; a GET may count as the call of a dead man's switch.
      const request = { method: 'OPTIONS', path: hook.path, shownPath: HIDDEN_PATH } as const;
      const { status } = await hook.client.send(request, { requests: 0 }, signal);
      return `answers (status ${status})`;
    },
    close() {
      hook.client.close();
      ping?.client.close();
    },
  };
}

/** An address that is called as it stands. */
interface Target {
  readonly client: HttpClient;
  readonly path: string;
}

function target(options: WebhookOptions, address: string, setting: string): Target {
  const { settingsPath, limits = NOTICE_LIMITS } = options;
  const url = new URL(address);
  const client = createHttpClient({
    ...options,
    baseUrl: url.origin,
    limits: { connectMs: limits.request, totalMs: limits.request },
    bodyLimitBytes: ANSWER_BYTES,
    errors: WEBHOOK_ERRORS,
    settings: {
      address: setting,
      credentials: setting,
      ...waySettings(settingsPath),
    },
    secrets: () => [
      address,
      ...(url.pathname.length > 1 ? [`${url.pathname}${url.search}`, url.pathname] : []),
      ...url.searchParams.values(),
      ...(options.secret === undefined ? [] : [options.secret]),
      ...Object.values(options.headers),
    ],
  });
  return { client, path: `${url.pathname}${url.search}` };
}

/** Sends until it is taken, or refused for good, or the time is over. Throws the last error. */
async function untilTaken(
  target: Target,
  request: () => Omit<HttpRequest, 'path'>,
  { limits = NOTICE_LIMITS }: WebhookOptions,
  caller: AbortSignal,
): Promise<void> {
  const over = AbortSignal.timeout(limits.whole);
  const signal = AbortSignal.any([over, caller]);
  let last = tooLate(target.client, limits.whole);
  for (let wait = FIRST_WAIT_MS; !over.aborted; wait *= 2) {
    const refusal = await send(target, request(), signal);
    caller.throwIfAborted();
    if (refusal === null) return;
    if (refusal !== 'called off') {
      if (!refusal.retryable) throw refusal;
      last = refusal;
    }
    await sleepUnlessAborted(Math.max(last.retryAfterMs ?? 0, wait), signal).catch(() => undefined);
    caller.throwIfAborted();
  }
  throw last;
}

/** Sends once. Null when the receiver has taken it, else why not. */
async function send(
  { client, path }: Target,
  request: Omit<HttpRequest, 'path'>,
  signal: AbortSignal,
): Promise<CollectorError | 'called off' | null> {
  try {
    const answer = await client.send({ ...request, path, shownPath: HIDDEN_PATH }, { requests: 0 }, signal);
    return isSuccess(answer.status) ? null : statusError(answer, client.peer);
  } catch (error) {
    if (error instanceof CollectorError) return error;
    if (signal.aborted) return 'called off';
    throw error;
  }
}

function tooLate(client: HttpClient, limitMs: number): CollectorError {
  return new CollectorError('webhook_timeout', {
    setting: client.peer.addressSetting,
    seen: `no answer within ${limitMs / 1000} s`,
  });
}

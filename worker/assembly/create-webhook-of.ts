import type { EnabledService, NamedWebhook } from '../../config/enabled-services';
import { periodSeconds } from '../../config/periods';
import { KEY_COLUMN } from '../../domain/list/list';
import { createObfuscation } from '../../outputs/obfuscation';
import { createWebhook } from '../../outputs/webhook/create-webhook';
import type { Webhook } from '../../outputs/webhook/webhook';
import { listOf } from '../../sources/lists';

/** A webhook of a service: what it says of rows passes the service's obfuscation. */
export function createWebhookOf(service: EnabledService, { name, config }: NamedWebhook): Webhook {
  const { url, secret, format, events, ping_url, headers, verify_host_ssl_cert, ca_file, proxy } = config;
  const periods = config.nothing_new_after_periods;
  return createWebhook({
    name,
    url,
    secret,
    format,
    events,
    pingUrl: ping_url,
    headers,
    quietSeconds: periods === undefined ? null : periods * periodSeconds(service.settings),
    verifyHostSslCert: verify_host_ssl_cert,
    caFile: ca_file,
    proxy,
    settingsPath: `outputs.${name}.config`,
    obfuscateKeys: keyObfuscation(service),
    environment: process.env,
  });
}

function keyObfuscation(service: EnabledService): (keys: readonly string[]) => readonly string[] {
  if (service.kind === 'events') return (keys) => keys; // messages of events name none
  const obfuscation = createObfuscation(service.settings.obfuscation, listOf(service.type));
  return (keys) =>
    Array.from(
      obfuscation.apply({ columns: [KEY_COLUMN], rows: keys.map((key) => [key]) }).rows,
      ([cell = '']) => cell,
    );
}

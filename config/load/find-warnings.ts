import type { ListDescription } from '../../domain/list/list-description';
import { listOf } from '../../sources/lists';
import { MASKED_FROM } from '../secrets/redaction';
import type { CollectorConfig } from '../schema/config';
import type { OutputConfig } from '../schema/outputs/output';
import type { CisaKevInput } from '../schema/inputs/cisa-kev';
import type { ThreatquotientInput } from '../schema/inputs/threatquotient';
import type { ServiceSettings } from '../schema/service';
import { isLoopback, readWebAddress } from '../schema/web-address';
import { nearestName } from './nearest-name';

/** What is allowed but not good, one sentence each, the setting first. */
export function findWarnings(config: CollectorConfig, secrets: readonly string[]): string[] {
  const warnings: string[] = [];
  for (const [name, input] of Object.entries(config.inputs)) {
    if (!input.enabled) continue;
    const path = `inputs.${name}`;
    if (input.type === 'threatquotient') {
      warnings.push(...threatquotientWarnings(path, input));
      continue;
    }
    warnings.push(
      ...(input.type === 'cisa_kev'
        ? mirrorWarnings(path, input)
        : peerWarnings(path, 'api_base_url', input.api_base_url, input.verify_host_ssl_cert)),
    );
    for (const [service, settings] of Object.entries(input.services))
      warnings.push(...fieldWarnings(`${path}.services.${service}`, settings, listOf(input.type)));
  }
  for (const [name, output] of Object.entries(config.outputs))
    warnings.push(...outputWarnings(`outputs.${name}`, output));
  if (secrets.some((secret) => secret.length < MASKED_FROM)) {
    warnings.push(`a secret is shorter than ${MASKED_FROM} characters and cannot be masked in logs`);
  }
  const running = Object.values(config.inputs).some(
    (input) =>
      input.enabled && Object.values<{ readonly enabled: boolean }>(input.services).some((service) => service.enabled),
  );
  if (!running) warnings.push('inputs: no service is enabled, so that nothing will be pulled');
  return warnings;
}

/** There are no credentials to be read on the way, but a list that could be changed. */
function mirrorWarnings(path: string, { api_base_url: url, verify_host_ssl_cert: verified }: CisaKevInput): string[] {
  const told = isPlainAbroad(url)
    ? [`${path}.api_base_url: over plain http anyone on the way could change the catalogue; use https`]
    : [];
  return [...certificateWarnings(path, verified), ...told];
}

/** The address may stand in each service. */
function threatquotientWarnings(path: string, input: ThreatquotientInput): string[] {
  const certificates = certificateWarnings(path, input.verify_host_ssl_cert);
  const ofInput = input.api_base_url === undefined ? [] : addressWarnings(path, 'api_base_url', input.api_base_url);
  const ofServices = Object.entries(input.services).flatMap(([service, { api_base_url: url, ...settings }]) => [
    ...certificateWarnings(`${path}.services.${service}`, settings.verify_host_ssl_cert ?? true),
    ...(url === undefined ? [] : addressWarnings(`${path}.services.${service}`, 'api_base_url', url)),
  ]);
  return [...certificates, ...ofInput, ...ofServices];
}

/**
 * Which columns a list has is known when it is there: a pull refuses rules that do not hit it. A likely slip is told
 * before.
 */
function fieldWarnings(
  path: string,
  { enabled, obfuscation }: Pick<ServiceSettings, 'enabled' | 'obfuscation'>,
  { columns, columnName, publisher }: ListDescription,
): string[] {
  if (!enabled) return [];
  return obfuscation.flatMap(({ fields }, rule) =>
    fields.flatMap((field, place) => {
      const name = columnName(field);
      const nearest = columns.includes(name) ? undefined : nearestName(name, columns);
      if (nearest === undefined) return [];
      return [
        `${path}.obfuscation[${rule}].fields[${place}]: "${field}" is no column that ${publisher} ` +
          `documents (did you mean ${nearest}?); unless the list has it, nothing will be sent`,
      ];
    }),
  );
}

function outputWarnings(path: string, output: OutputConfig): string[] {
  switch (output.type) {
    case 'devo_lookup':
    case 'devo_http':
      return peerWarnings(`${path}.config`, 'url', output.config.url, output.config.verify_host_ssl_cert);
    case 'devo_lookup_legacy':
      return [`${path}: Devo announced the end of lookups by events for 1 January 2026; use type devo_lookup`];
    case 'webhook':
      return webhookWarnings(`${path}.config`, output.config);
    case 'devo_platform':
    case 'console':
      return [];
  }
}

function webhookWarnings(
  path: string,
  { url, verify_host_ssl_cert: verified }: Extract<OutputConfig, { type: 'webhook' }>['config'],
): string[] {
  const told = isPlainAbroad(url) ? [`${path}.url: over plain http anyone on the way can read the messages`] : [];
  return [...certificateWarnings(path, verified), ...told];
}

function peerWarnings(path: string, urlName: string, url: string, verified: boolean): string[] {
  return [...certificateWarnings(path, verified), ...addressWarnings(path, urlName, url)];
}

function certificateWarnings(path: string, verified: boolean): string[] {
  if (verified) return [];
  return [
    `${path}.verify_host_ssl_cert: certificates are not checked; anyone on the way could read and change what is sent`,
  ];
}

function isPlainAbroad(url: string): boolean {
  const address = readWebAddress(url);
  return address?.protocol === 'http:' && !isLoopback(address.hostname);
}

function addressWarnings(path: string, urlName: string, url: string): string[] {
  if (!isPlainAbroad(url)) return [];
  return [`${path}.${urlName}: plain http sends the credentials unencrypted; use https`];
}

import type { Logger } from 'pino';
import type { ConfiguredOutput } from '../activities/service-parts';
import type { EnabledService, NamedOutput } from '../config/enabled-services';
import { createDevoLookupOutput } from '../outputs/devo-lookup/create-devo-lookup-output';
import { createObfuscation } from '../outputs/obfuscation';
import type { Output } from '../outputs/output';

/** An output of a service. Another type of output is another folder under `outputs/` and another case here. */
export function createOutput(service: EnabledService, settings: NamedOutput, logger: Logger): ConfiguredOutput {
  const output = outputOf(service, settings, (message) => logger.warn(`${settings.name}: ${message}`));
  if (settings.type !== 'devo_lookup') {
    const holds = settings.type === 'devo_lookup_legacy' ? 'list' : 'events';
    return { output, holds, mode: 'auto', full_refresh_seconds: null };
  }
  const { mode } = settings.config;
  return { output, holds: 'list', mode, full_refresh_seconds: mode === 'auto' ? service.settings.full_refresh_every : null };
}

function outputOf(service: EnabledService, settings: NamedOutput, warn: (message: string) => void): Output {
  const obfuscation = createObfuscation(service.settings.obfuscation);
  const { name, type } = settings;
  const settingsPath = `outputs.${name}.config`;
  switch (type) {
    case 'devo_lookup': {
      const { url, domain, token, lookup_name, mode, verify_host_ssl_cert, ca_file } = settings.config;
      return createDevoLookupOutput({
        name, url, domain, token, lookupName: lookup_name, mode, settingsPath, warn,
        verifyHostSslCert: verify_host_ssl_cert,
        caFile: ca_file,
        obfuscate: (table) => obfuscation.apply(table),
        obfuscationRules: obfuscation.fingerprint,
      });
    }
    case 'devo_platform':
    case 'devo_http':
    case 'console':
    case 'devo_lookup_legacy':
      throw new Error(`Outputs of type ${type} are not built yet`);
  }
}

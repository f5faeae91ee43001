import type { Logger } from 'pino';
import type { ConfiguredOutput } from '../../activities/service-parts';
import type { ListService, NamedOutput } from '../../config/enabled-services';
import { CollectorError } from '../../errors/collector-error';
import type { ListDescription } from '../../domain/list/list-description';
import type { ListInTurn } from '../../domain/list/list';
import { createConsoleMessages } from '../../outputs/console/console-messages';
import { createConsoleOutput } from '../../outputs/console/create-console-output';
import { createHttpMessages } from '../../outputs/devo-events/http-ingestion/http-messages';
import { createPlatformMessages } from '../../outputs/devo-events/syslog/platform-messages';
import { createDevoHttpOutput } from '../../outputs/devo-events/http-ingestion/devo-http-output';
import { createDevoLookupLegacyOutput } from '../../outputs/devo-events/lookup-by-events/devo-lookup-legacy-output';
import { createDevoPlatformOutput } from '../../outputs/devo-events/syslog/devo-platform-output';
import { createDevoLookupOutput } from '../../outputs/devo-lookup/create-devo-lookup-output';
import { CEWL } from '../../sources/ctci/cewl-list';
import type { MessageOutput } from '../../outputs/message-output';
import { createObfuscation } from '../../outputs/obfuscation';
import type { Output } from '../../outputs/output';

/** An output of a service. Another type of output is another folder under `outputs/` and another case here. */
export function createOutput(
  service: ListService,
  list: ListDescription,
  settings: NamedOutput,
  logger: Logger,
): ConfiguredOutput {
  const output = outputOf(service, list, settings, (message) => logger.warn(`${settings.name}: ${message}`));
  if (settings.type !== 'devo_lookup') {
    const holds = settings.type === 'devo_lookup_legacy' ? 'list' : 'events';
    return { output, holds, mode: 'auto', full_refresh_seconds: null };
  }
  const { mode } = settings.config;
  return {
    output,
    holds: 'list',
    mode,
    full_refresh_seconds: mode === 'auto' ? service.settings.full_refresh_every : null,
  };
}

/** An output of a service of events. @param table one that its events go to */
export function createMessageOutput(settings: NamedOutput, logger: Logger, table: string | undefined): MessageOutput {
  const { name } = settings;
  const common = {
    name,
    warn: (message: string) => logger.warn(`${name}: ${message}`),
    settingsPath: `outputs.${name}.config`,
  };
  switch (settings.type) {
    case 'devo_platform': {
      const { sec_level, type: _tls, tag: _ofLists, gzip: _plain, ...config } = settings.config;
      return createPlatformMessages({ ...common, ...config, secLevel: sec_level });
    }
    case 'devo_http': {
      const { verify_host_ssl_cert, ca_file, tag: _ofLists, ...config } = settings.config;
      return createHttpMessages({
        ...common,
        ...config,
        table,
        verifyHostSslCert: verify_host_ssl_cert,
        caFile: ca_file,
      });
    }
    case 'console':
      return createConsoleMessages({ name, write: (line) => process.stdout.write(line) });
    case 'devo_lookup':
    case 'devo_lookup_legacy':
      throw new CollectorError('setting_value', {
        setting: `outputs.${name}.type`,
        seen: `${settings.type} holds a list, not events`,
      });
  }
}

function outputOf(
  service: ListService,
  list: ListDescription,
  settings: NamedOutput,
  warn: (message: string) => void,
): Output {
  const { name } = settings;
  const obfuscation = createObfuscation(service.settings.obfuscation, list);
  const common = {
    name,
    warn,
    settingsPath: `outputs.${name}.config`,
    obfuscate: (table: ListInTurn) => obfuscation.apply(table),
    obfuscationRules: obfuscation.fingerprint,
    historicalFrom: service.settings.historical_poll_datetime,
  };
  switch (settings.type) {
    case 'devo_lookup': {
      const { lookup_name, verify_host_ssl_cert, ca_file, ...config } = settings.config;
      return createDevoLookupOutput({
        ...common,
        ...config,
        retryForSeconds: service.settings.retry_for_seconds,
        lookupName: lookup_name,
        verifyHostSslCert: verify_host_ssl_cert,
        caFile: ca_file,
      });
    }
    case 'devo_platform': {
      const { sec_level, type: _tls, tag, ...config } = settings.config;
      return createDevoPlatformOutput({ ...common, ...config, tag: tableOf(tag, list), secLevel: sec_level });
    }
    case 'devo_http': {
      const { verify_host_ssl_cert, ca_file, tag, ...config } = settings.config;
      return createDevoHttpOutput({
        ...common,
        ...config,
        tag: tableOf(tag, list),
        verifyHostSslCert: verify_host_ssl_cert,
        caFile: ca_file,
      });
    }
    case 'console':
      return createConsoleOutput({ ...common, write: (line) => process.stdout.write(line) });
    case 'devo_lookup_legacy': {
      const { sec_level, type: _tls, lookup_name, delay, ...config } = settings.config;
      return createDevoLookupLegacyOutput({
        ...common,
        ...config,
        secLevel: sec_level,
        lookupName: lookup_name,
        delayMs: delay * 1000,
      });
    }
  }
}

/** The table of a list's events: what the configuration says, and of a list that has another default, that one. */
function tableOf(tag: string, { defaultTag }: ListDescription): string {
  return tag === CEWL.defaultTag ? defaultTag : tag;
}

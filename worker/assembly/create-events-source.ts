import { log } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { EventsService } from '../../config/enabled-services';
import type { ConfigInUse } from '../configuration/config-in-use';
import { withFreshSecrets } from '../configuration/with-fresh-secrets';
import { CollectorError } from '../../errors/collector-error';
import { readFileFromDisk } from '../../config/load/read-config-file';
import { readFaultInWords, secretIn } from '../../config/secrets/read-secret-files';
import { pathKey } from '../../config/load/setting-path';
import { readUtcOffset } from '../../config/utc-offset';
import {
  createThreatquotientSource,
  type ThreatquotientSource,
} from '../../sources/threatquotient/threatquotient-source';

/** The source of a service of events, made anew when the password in its file is another one. */
export interface EventsSource {
  /** Reads the password's file, where there is one. Throws CollectorError `secret_file_unreadable`. */
  current(): ThreatquotientSource;
  /** Path of the setting that names the server. */
  readonly addressSetting: string;
  close(): void;
}

export function createEventsSource(
  service: EventsService,
  config: Pick<ConfigInUse, 'loaded' | 'learn'>,
  logger: Logger,
  renewed: () => boolean,
): EventsSource {
  const { settings, inputSettings, input } = service;
  const ofInput = ['inputs', input];
  const ofService = [...ofInput, 'services', service.service];
  const credentialsPlace = inputSettings.credentials === undefined ? ofService : ofInput;
  const passwordPath = [...credentialsPlace, 'credentials', 'password'];
  const passwordFile = config.loaded.secretFiles.get(pathKey(passwordPath));
  const addressSetting = `${(inputSettings.api_base_url === undefined ? ofService : ofInput).join('.')}.api_base_url`;
  const passwordSetting = `${passwordPath.join('.')}${passwordFile === undefined ? '' : '_file'}`;
  const credentials = inputSettings.credentials ?? settings.credentials;
  const apiBaseUrl = inputSettings.api_base_url ?? settings.api_base_url;
  if (credentials === undefined) throw new CollectorError('credentials_missing', { setting: passwordSetting });
  if (apiBaseUrl === undefined) throw new CollectorError('api_base_url_missing', { setting: addressSetting });

  const { username, client_id: clientId } = credentials;
  const { proxy, ca_file: caFile, requests_per_second: requestsPerSecond } = inputSettings;
  const verifyHostSslCert = settings.verify_host_ssl_cert ?? inputSettings.verify_host_ssl_cert;
  const make = (password: string): ThreatquotientSource =>
    withFreshSecrets(
      createThreatquotientSource({
        apiBaseUrl,
        credentials: { username, password, clientId },
        verifyHostSslCert,
        caFile,
        proxy,
        requestsPerSecond,
        tokenRequest: settings.token_request,
        queryWindow: settings.query_window,
        queryMethod: settings.query_method,
        paging: settings.paging,
        zoneMinutes: readUtcOffset(settings.server_utc_offset ?? '+00:00') ?? 0,
        skipDeleted: settings.skip_deleted_events,
        settings: {
          address: addressSetting,
          password: passwordSetting,
          clientId: `${credentialsPlace.join('.')}.credentials.client_id`,
          caFile: `${ofInput.join('.')}.ca_file`,
          proxy: `${ofInput.join('.')}.proxy`,
        },
        log: (level, line) => sayInStep(level, line, logger),
        environment: process.env,
      }),
      renewed,
    );

  let used = { password: credentials.password, source: make(credentials.password) };
  return {
    addressSetting,
    current() {
      const password = passwordFile === undefined ? used.password : readPassword(passwordFile, passwordSetting);
      if (password === used.password) return used.source;
      config.learn([password]); // before anything can tell it
      used.source.close();
      used = { password, source: make(password) };
      return used.source;
    },
    close: () => used.source.close(),
  };
}

function readPassword(file: string, setting: string): string {
  let password: string;
  try {
    password = secretIn(readFileFromDisk(file).text);
  } catch (error) {
    throw new CollectorError('secret_file_unreadable', { setting, seen: readFaultInWords(error), cause: error });
  }
  if (password.trim() === '') throw new CollectorError('secret_file_unreadable', { setting, seen: 'an empty file' });
  return password;
}

/** The source speaks within a step, whose lines tell of which run they are. */
function sayInStep(level: 'info' | 'warn', line: string, logger: Logger): void {
  try {
    log[level](line);
  } catch {
    logger[level](line);
  }
}

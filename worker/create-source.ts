import type { ListService } from '../config/enabled-services';
import { BODY_LIMIT_BYTES, LARGE_BODY_LIMIT_BYTES } from '../sources/ctci/ctci-options';
import { createCtciSource } from '../sources/ctci/ctci-source';
import type { ListSource } from '../sources/source';

/**
 * The source of a service that pulls a list. Another kind of source is another folder under `sources/` and another
 * line here.
 *
 * @param largeLists whether lists too large for a payload have a place outside Temporal
 */
export function createSource({ input, inputSettings, settings }: ListService, largeLists: boolean): ListSource {
  const { credentials } = inputSettings;
  return createCtciSource({
    apiBaseUrl: inputSettings.api_base_url,
    endpoint: settings.endpoint,
    credentials:
      credentials.way === 'api_token'
        ? { kind: 'token', apiToken: credentials.api_token }
        : { kind: 'login', username: credentials.username, password: credentials.password },
    verifyHostSslCert: inputSettings.verify_host_ssl_cert,
    deliverVolatile: settings.deliver_volatile,
    settingsPath: `inputs.${input}`,
    environment: process.env,
    bodyLimitBytes: largeLists ? LARGE_BODY_LIMIT_BYTES : BODY_LIMIT_BYTES,
    ...(inputSettings.proxy !== undefined && { proxy: inputSettings.proxy }),
    ...(inputSettings.ca_file !== undefined && { caFile: inputSettings.ca_file }),
    ...(inputSettings.requests_per_second !== undefined && { requestsPerSecond: inputSettings.requests_per_second }),
  });
}

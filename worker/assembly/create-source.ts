import type { ListService, ListServiceOf } from '../../config/enabled-services';
import { createKevSource } from '../../sources/cisa-kev/kev-source';
import { BODY_LIMIT_BYTES, LARGE_BODY_LIMIT_BYTES } from '../../sources/ctci/ctci-options';
import { createCtciSource } from '../../sources/ctci/ctci-source';
import type { ListSource } from '../../sources/source';

/**
 * The source of a service that pulls a list. Another kind of source is another folder under `sources/` and another
 * case here.
 *
 * @param largeLists whether lists too large for a payload have a place outside Temporal
 */
export function createSource(service: ListService, largeLists: boolean): ListSource {
  switch (service.type) {
    case 'ctci':
      return cewlSource(service, largeLists);
    case 'cisa_kev':
      return kevSource(service);
  }
}

function cewlSource({ input, inputSettings, settings }: ListServiceOf<'ctci'>, largeLists: boolean): ListSource {
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

function kevSource({ input, inputSettings, settings }: ListServiceOf<'cisa_kev'>): ListSource {
  const { api_base_url, verify_host_ssl_cert, ca_file, proxy, requests_per_second } = inputSettings;
  return createKevSource({
    apiBaseUrl: api_base_url,
    endpoint: settings.endpoint,
    verifyHostSslCert: verify_host_ssl_cert,
    caFile: ca_file,
    proxy,
    requestsPerSecond: requests_per_second,
    settingsPath: `inputs.${input}`,
    environment: process.env,
  });
}

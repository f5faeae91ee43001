import { stringify } from 'yaml';
import {
  CERTIFICATE_FAULT,
  CTCI_FAULTS,
  INGESTION_FAULTS,
  LOOKUP_FAULTS,
  RULE_FAULT,
  STATE_FAULT,
  TLS_FAULTS,
  WAIT_FAULT,
  type PeerFault,
} from './peer-faults';

/** Where everything is that the configuration names. */
export interface Addresses {
  readonly ctci: string;
  readonly lookupApi: string;
  readonly ingestion: string;
  readonly faulty: string;
  readonly foreignPort: number;
  readonly hangingUpPort: number;
  readonly metrics: string;
  readonly certificates: { readonly chain: string; readonly cert: string; readonly key: string };
}

/** Variables for secrets, and files for those that are read from files. */
export const VARIABLES = {
  ctci: 'CANARY_CTCI',
  password: 'CANARY_PASSWORD',
  devo: 'CANARY_DEVO',
  faultyDevo: 'CANARY_FAULTY_DEVO',
  obfuscation: 'CANARY_KEY',
} as const;
export const SECRET_FILES = {
  faultyToken: 'faulty-token',
  refusedPassword: 'refused-password',
  ingestion: 'ingestion-token',
} as const;

const DOMAIN = 'acme';
const SETTINGS = { retry_for_seconds: 0, request_period_in_seconds: 86_400 };

type Services = Record<string, unknown>;

/** A configuration in which one service of each kind works, and every other one meets a fault of its own. */
export function faultyConfig(at: Addresses): string {
  const token = { api_token: reference(VARIABLES.ctci) };
  const config = {
    globals: { id: '1', name: 'canary', metrics: { prometheus: at.metrics } },
    inputs: {
      good: { api_base_url: at.ctci, credentials: token, services: goodServices() },
      login: {
        api_base_url: at.ctci,
        credentials: { username: 'me', password: reference(VARIABLES.password) },
        services: { cewl: service(['login_lookup']) },
      },
      faulty: {
        api_base_url: at.faulty,
        credentials: { api_token_file: SECRET_FILES.faultyToken },
        services: faultyServices(),
      },
      refused_login: {
        api_base_url: at.faulty,
        credentials: { username: 'me', password_file: SECRET_FILES.refusedPassword },
        services: { cewl: service(['screen']) },
      },
      unreachable: { api_base_url: 'http://127.0.0.1:1', credentials: token, services: { cewl: service(['screen']) } },
      behind_a_proxy: {
        api_base_url: 'https://ctci.invalid',
        credentials: token,
        services: { cewl: service(['screen']) },
      },
    },
    outputs: outputs(at),
  };
  return stringify(config);
}

function goodServices(): Services {
  const obfuscation = [{ method: 'hash', fields: ['vendor'], key: reference(VARIABLES.obfuscation) }];
  const services: Services = {
    cewl: { ...service(['good_lookup', 'good_events']), obfuscation },
    [STATE_FAULT.service]: service(['screen']),
  };
  for (const { service: name } of [...LOOKUP_FAULTS, ...INGESTION_FAULTS, ...TLS_FAULTS, CERTIFICATE_FAULT])
    services[name] = service([name]);
  services[RULE_FAULT.service] = {
    ...service(['screen']),
    obfuscation: [{ method: 'remove', fields: ['external_notes'] }],
  };
  return services;
}

function faultyServices(): Services {
  const services: Services = { [WAIT_FAULT.service]: { ...service(['screen']), endpoint: '/slow' } };
  for (const { service: name, path } of CTCI_FAULTS) services[name] = { ...service(['screen']), endpoint: path };
  return services;
}

function service(names: readonly string[]): Services {
  return { ...SETTINGS, outputs: names };
}

function outputs(at: Addresses): Services {
  const devo = reference(VARIABLES.devo);
  const all: Services = {
    screen: { type: 'console' },
    good_lookup: lookup(at.lookupApi, 'Good_Lookup', devo),
    login_lookup: lookup(at.lookupApi, 'Login_Lookup', devo),
    good_events: ingestion(at.ingestion, { token: devo }),
    events_foreign: platform(at.foreignPort, at.certificates),
    events_hung_up: platform(at.hangingUpPort, at.certificates),
    no_certificate: platform(at.foreignPort, { ...at.certificates, cert: 'no/such/file' }),
  };
  for (const fault of LOOKUP_FAULTS)
    all[fault.service] = lookup(place(at, fault), 'Faulty_Lookup', reference(VARIABLES.faultyDevo));
  for (const fault of INGESTION_FAULTS)
    all[fault.service] = ingestion(place(at, fault), { token_file: SECRET_FILES.ingestion });
  return all;
}

function lookup(url: string, lookupName: string, token: string): unknown {
  return { type: 'devo_lookup', config: { url, domain: DOMAIN, token, lookup_name: lookupName } };
}

function ingestion(url: string, token: Services): unknown {
  return { type: 'devo_http', config: { url, domain: DOMAIN, ...token } };
}

function platform(port: number, files: Addresses['certificates']): unknown {
  return { type: 'devo_platform', config: { address: '127.0.0.1', port, ...files } };
}

function place(at: Addresses, { path }: PeerFault): string {
  return path.startsWith('http') ? path : `${at.faulty}${path}`;
}

function reference(variable: string): string {
  return `\${${variable}}`;
}

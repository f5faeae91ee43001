import { isMapping, type Mapping } from '../../config/load/plain-data';
import { stringify } from 'yaml';
import { ConfigErrors, type ConfigError } from '../../config/config-errors';
import { loadConfig, type LoadedConfig, type LoadOptions } from '../../config/load-config';
import type { FileContent } from '../../config/secrets/read-secret-files';

export const NOW = new Date('2026-03-10T12:00:00Z');
export const CONFIG_FILE = '/etc/collector/config.yaml';

export type Files = Readonly<Record<string, string | FileContent>>;

export interface TextOptions extends Partial<LoadOptions> {
  /** Files beside the configuration, by absolute path. */
  readonly files?: Files;
}

/** Loads a configuration out of a text, with an environment and files of its own. */
export function loadFromText(text: string, { files = {}, ...options }: TextOptions = {}): LoadedConfig {
  function readFile(path: string): FileContent {
    const file = path === CONFIG_FILE ? text : files[path];
    if (file === undefined) throw Object.assign(new Error(`no such file ${path}`), { code: 'ENOENT' });
    return typeof file === 'string' ? { text: file, mode: 0o600 } : file;
  }
  return loadConfig(CONFIG_FILE, { env: {}, now: NOW, readFile, ...options });
}

/** The errors that a text is refused with; none when it is accepted. */
export function errorsOf(text: string, options?: TextOptions): readonly ConfigError[] {
  try {
    loadFromText(text, options);
    return [];
  } catch (error) {
    if (error instanceof ConfigErrors) return error.errors;
    throw error;
  }
}

/** `18 inputs.ctci.credentials.api_token` for each error. */
export function told(errors: readonly ConfigError[]): string[] {
  return errors.map(({ number, setting }) => `${number} ${setting ?? '-'}`);
}

/** A valid configuration to be changed. */
export function validConfig(): Mapping {
  return {
    globals: { id: '10001', name: 'ctci_collector' },
    inputs: {
      ctci: {
        api_base_url: 'https://api.ctci.ai',
        credentials: { api_token: 'the-api-token' },
        services: { cewl: { outputs: ['devo_lookup'] } },
      },
    },
    outputs: {
      devo_lookup: {
        type: 'devo_lookup',
        config: { region: 'us', domain: 'acme', token: 'the-devo-token', lookup_name: 'CTCI_CVE_Early_Warning_List' },
      },
    },
  };
}

/** The valid configuration as YAML with one setting changed; `undefined` removes it. The path is written with dots. */
export function configWith(path: string, value: unknown): string {
  return configWithAll({ [path]: value });
}

export function configWithAll(changes: Readonly<Record<string, unknown>>): string {
  const config = validConfig();
  for (const [path, value] of Object.entries(changes)) change(config, path.split('.'), value);
  return stringify(config);
}

function change(parent: Mapping, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length > 0) {
    const child = isMapping(parent[name]) ? parent[name] : {};
    parent[name] = child;
    change(child, rest, value);
    return;
  }
  if (value === undefined) Reflect.deleteProperty(parent, name);
  else parent[name] = value;
}

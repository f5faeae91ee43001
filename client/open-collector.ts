import { dirname, join, resolve } from 'node:path';
import { Client } from '@temporalio/client';
import type { EnabledService } from '../config/enabled-services';
import { CollectorError } from '../errors/collector-error';
import { loadConfig, type LoadedConfig } from '../config/load-config';
import { connectEngine } from '../engine/connection';
import { KeyRing } from '../engine/encryption/key-ring';
import { dataConverter, loadedDataConverter } from '../engine/payloads/data-converter';
import type { EngineTarget } from '../engine/engine-target';
import { clientStorage, storageFolder } from '../engine/external-storage/payload-storage';
import type { HistoryReader } from '../engine/histories/run-events';
import { keepSecret } from './voice';

/** Options that every verb has. */
export interface CommonOptions {
  readonly config: string;
  readonly input?: string;
  readonly service?: string;
  readonly json: boolean;
}

/** A configuration and the Temporal that runs it. */
export interface Collector {
  readonly loaded: LoadedConfig;
  readonly folder: string;
  readonly target: EngineTarget;
  readonly reader: HistoryReader;
  /** Keys that its client writes and reads with. */
  readonly ring: KeyRing;
  /** The services that the options name, in the order of the file. */
  readonly services: readonly EnabledService[];
  close(): Promise<void>;
}

/** The folder where `up` keeps the engine's database and `engine.json`: beside the configuration. */
export function collectorFolder(configFile: string): string {
  return join(dirname(resolve(configFile)), '.ctci-collector');
}

/**
 * Loads the configuration and connects to its Temporal. The caller closes it. Throws ConfigErrors and CollectorError.
 */
export async function openCollector(options: CommonOptions, env: NodeJS.ProcessEnv): Promise<Collector> {
  const loaded = loadConfig(options.config, { env, now: new Date(), judgeHistory: 'warn' });
  keepSecret(loaded.secrets);
  const services = chosenServices(loaded, options);
  const folder = collectorFolder(options.config);
  const { target, connection } = await connectEngine({ folder, env, proxy: loaded.config.globals.temporal?.proxy });
  const storage = clientStorage(storageFolder(loaded));
  const ring = new KeyRing(loaded.config.globals.encryption);
  const client = new Client({ connection, namespace: target.namespace, dataConverter: dataConverter(storage, ring) });
  return {
    loaded,
    folder,
    target,
    ring,
    services,
    reader: { client, converter: loadedDataConverter(storage, ring) },
    close: () => connection.close(),
  };
}

/**
 * The services that are meant; none when nothing is enabled. Throws CollectorError `service_unknown` for a name that
 * is not, `none_enabled` for one that is switched off.
 */
export function chosenServices(
  loaded: LoadedConfig,
  { input, service }: Pick<CommonOptions, 'input' | 'service'>,
): EnabledService[] {
  const all = loaded.services();
  const matches = (each: Pick<EnabledService, 'input' | 'service'>): boolean =>
    (input === undefined || each.input === input) && (service === undefined || each.service === service);
  const chosen = all.filter(matches);
  if (chosen.length > 0 || (input === undefined && service === undefined)) return chosen;
  const known = all.map((each) => `${each.input}/${each.service}`).join(', ') || 'none';
  const about = {
    setting: service === undefined ? '--input' : '--service',
    seen: `${input ?? '*'}/${service ?? '*'}; enabled are: ${known}`,
  };
  throw new CollectorError(configured(loaded).some(matches) ? 'none_enabled' : 'service_unknown', about);
}

/** For a verb that has nothing to do without a service. Throws CollectorError `none_enabled`. */
export function insistOnEnabledService({ services, loaded }: Pick<Collector, 'services' | 'loaded'>): void {
  if (services.length === 0) throw new CollectorError('none_enabled', { seen: loaded.file });
}

/** Every service of the file, switched off or not. */
function configured(loaded: LoadedConfig): Pick<EnabledService, 'input' | 'service'>[] {
  return Object.entries(loaded.config.inputs).flatMap(([input, { services }]) =>
    Object.keys(services).map((service) => ({ input, service })),
  );
}

/** Verbs that change a service act on one, unless all of them are meant. Throws CollectorError `choice_needed`. */
export function insistOnChoice(services: readonly EnabledService[], all: boolean): void {
  if (services.length === 1 || all) return;
  throw new CollectorError('choice_needed', {
    setting: '--service',
    seen: services.map(({ input, service }) => `${input}/${service}`).join(', '),
  });
}

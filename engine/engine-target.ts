import { dirname } from 'node:path';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { ConnectionOptions } from '@temporalio/client';
import { CollectorError } from '../errors/collector-error';
import { checkToken } from '../http/check-token';
import type { Proxy } from '../http/proxy/proxy';
import { addressFault, readAddress } from './engine-address';
import { engineFilePath, readEngineFile, type EngineFile } from './server/engine-file';
import { engineProxy } from './server/engine-proxy';
import { identifyEngine, isOfFolder, otherFolderAt } from './server/orphan';
import { splitAddress } from './tcp-probe';
import { namedUi } from './ui-links';

/** Where Temporal listens when nobody says otherwise. */
const USUAL_ADDRESS = '127.0.0.1:7233';

/** Connection settings that the client's and the worker's connections take alike. */
export type EngineConnectionOptions = Pick<ConnectionOptions, 'tls' | 'metadata'> & {
  readonly address: string;
  readonly apiKey?: string;
};

export interface EngineTarget {
  readonly address: string;
  readonly namespace: string;
  /** For `Connection.connect` and for `NativeConnection.connect`. Holds the API key: never log it. */
  readonly options: EngineConnectionOptions;
  /** On the way to it; null when it is reached directly. Holds a password. */
  readonly proxy: Proxy | null;
  /** The Web UI that TEMPORAL_UI_ADDRESS names, else that of an engine which `up` runs; null where none is known. */
  readonly uiUrl: string | null;
  /** Who named the address. */
  readonly source: 'environment' | 'engine-file' | 'default';
}

export interface EngineLookup {
  /** The collector's folder beside the configuration; its engine.json names a running engine. */
  readonly folder?: string;
  readonly env: NodeJS.ProcessEnv;
  /** Value of `globals.temporal.proxy`. It is for a Temporal that was named, and not for the engine that `up` runs. */
  readonly proxy?: string | undefined;
  /** Where an engine is looked for when nothing names one. Default 127.0.0.1:7233. */
  readonly usualAddress?: string;
}

/**
 * Which Temporal to talk to: the one that the environment names (TEMPORAL_ADDRESS, or a TEMPORAL_PROFILE that has an
 * address), else the engine of the folder, else 127.0.0.1:7233. Connects to nothing.
 * Key and TLS of the environment belong to the environment's address and are not used for the folder's engine.
 */
export async function findEngine({
  folder,
  env,
  proxy,
  usualAddress = USUAL_ADDRESS,
}: EngineLookup): Promise<EngineTarget> {
  const given = givenEngine(env);
  if (given !== null && namesAddress(env, given)) return withProxy(given, proxy, env);
  const file = folder === undefined ? null : await readEngineFile(folder);
  if (file !== null && folder !== undefined) {
    insistOnOwnEngine(file, folder);
    return {
      address: file.address,
      namespace: file.namespace,
      options: { address: file.address },
      proxy: null,
      uiUrl: namedUi(env) ?? file.ui,
      source: 'engine-file',
    };
  }
  if (given !== null) return withProxy(given, proxy, env);
  if (folder !== undefined) insistOnNobodysPort(usualAddress, folder);
  return withProxy(plainTarget(usualAddress, env), proxy, env);
}

/**
 * An engine.json outlives its engine when the machine goes down, and goes along when a folder is copied. Its port may
 * be another folder's by now. Throws CollectorError `engine_unreachable`.
 */
function insistOnOwnEngine(file: EngineFile, folder: string): void {
  const where = `${engineFilePath(folder)} names process ${file.pid} at ${file.address}`;
  if (identifyEngine(file) === 'other')
    throw new CollectorError('engine_unreachable', { seen: `${where}, and that engine has ended` });
  if (!isOfFolder(file, folder))
    throw new CollectorError('engine_unreachable', {
      seen: `${where}, which is the engine of ${dirname(file.database)}`,
    });
}

/** At the usual address, too, the engine of another folder is not meant. */
function insistOnNobodysPort(address: string, folder: string): void {
  const other = otherFolderAt(splitAddress(address).port, folder);
  if (other === null) return;
  const seen = `no engine runs for ${folder}, and the one at ${address} is that of ${other}`;
  throw new CollectorError('engine_unreachable', { seen });
}

function withProxy(target: EngineTarget, setting: string | undefined, env: NodeJS.ProcessEnv): EngineTarget {
  return { ...target, proxy: engineProxy(target.address, setting, env) };
}

/** Whether the environment names a Temporal, so that `up` has none to start. */
export function isEngineGiven(env: NodeJS.ProcessEnv): boolean {
  const given = givenEngine(env);
  return given !== null && namesAddress(env, given);
}

/** Throws CollectorError `engine_unreachable` for an address that is none. */
function insistOnAddress(written: string, env: NodeJS.ProcessEnv): string {
  const address = readAddress(written);
  if (address !== null) return address;
  const setting = env['TEMPORAL_ADDRESS']?.trim() ? 'TEMPORAL_ADDRESS' : 'TEMPORAL_PROFILE';
  throw new CollectorError('engine_unreachable', { setting, seen: addressFault(written) });
}

function givenEngine(env: NodeJS.ProcessEnv): EngineTarget | null {
  const { connectionOptions, namespace } = loadSettings(env);
  const { address: written, tls, apiKey, metadata } = connectionOptions;
  if (written === undefined) return null;
  const address = insistOnAddress(written, env);
  if (apiKey !== undefined) checkToken(apiKey, 'TEMPORAL_API_KEY', 'token_form');
  const options: EngineConnectionOptions = {
    address,
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(metadata === undefined ? {} : { metadata }),
  };
  return {
    address,
    namespace: namespace ?? 'default',
    options,
    proxy: null,
    uiUrl: namedUi(env),
    source: 'environment',
  };
}

/**
 * An address in the shared settings file's default profile is weaker than the folder's engine: nobody asked for it
 * here.
 */
function namesAddress(env: NodeJS.ProcessEnv, given: EngineTarget): boolean {
  return Boolean(env['TEMPORAL_ADDRESS']?.trim()) || (Boolean(env['TEMPORAL_PROFILE']?.trim()) && given.address !== '');
}

function plainTarget(address: string, env: NodeJS.ProcessEnv): EngineTarget {
  const { namespace } = loadSettings(env);
  return {
    address,
    namespace: namespace ?? 'default',
    options: { address },
    proxy: null,
    uiUrl: namedUi(env),
    source: 'default',
  };
}

function loadSettings(env: NodeJS.ProcessEnv): ReturnType<typeof loadClientConnectConfig> {
  const overrideEnvVars: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    // An empty TEMPORAL_ADDRESS is none. White space comes from env files written elsewhere, with CR at the lines'
    // ends.
    const text = name.startsWith('TEMPORAL_') ? value?.trim() : value;
    if (text !== undefined && text !== '') overrideEnvVars[name] = text;
  }
  try {
    return loadClientConnectConfig({ overrideEnvVars });
  } catch (cause) {
    const seen = `the TEMPORAL_* settings cannot be used (${cause instanceof Error ? cause.message : String(cause)})`;
    throw new CollectorError('engine_unreachable', { setting: 'TEMPORAL_*', seen, cause });
  }
}

import { enabledServices, type EnabledService } from './enabled-services';
import { findDoubledLookups } from './checks/find-doubled-lookups';
import { findEventsFaults } from './checks/find-events-faults';
import { findDoubledPeriods } from './checks/find-doubled-periods';
import { findObfuscatedKeys } from './checks/find-obfuscated-keys';
import { findListeningFaults } from './checks/find-listening-faults';
import { findMissingSinks } from './checks/find-missing-sinks';
import { findUnknownOutputs } from './checks/find-unknown-outputs';
import { judgeHistories, type HistoryJudgement } from './checks/judge-histories';
import { outlineOf } from './checks/outline';
import { collectSecrets, collectSuspectedSecrets } from './secrets/collect-secrets';
import { environmentSecrets } from './secrets/environment-secrets';
import { fillInputTypes } from './load/fill-input-types';
import { findChoiceFaults } from './load/find-choice-faults';
import { findPlaceholders } from './load/variables/find-placeholders';
import { findSchemaFaults } from './load/find-schema-faults';
import { findWarnings } from './load/find-warnings';
import { fingerprintsOf, type Fingerprints } from './load/fingerprint';
import { interpolate, type Environment } from './load/variables/interpolate';
import { member } from './load/plain-data';
import { parseYaml } from './load/yaml/parse-yaml';
import { configErrors, type Wording } from './load/put-into-words';
import { readConfigFile, readFileFromDisk } from './load/read-config-file';
import { readSecretFiles, type ReadFile } from './secrets/read-secret-files';
import { readVariablesAsTyped } from './load/variables/read-variables-as-typed';
import { resolvePaths } from './load/resolve-paths';
import { createOrigins } from './load/origins';
import { pathKey, type SettingPath } from './load/setting-path';
import { withoutExtensions } from './load/without-extensions';
import { taskQueue } from './names';
import { createRedactor } from './secrets/redaction';
import { collectorConfig, PARSED_ONCE, type CollectorConfig } from './schema/config';

export interface LoadOptions {
  readonly env: Environment;
  readonly now: Date;
  readonly readFile?: ReadFile;
  /**
   * Whether a `historical_poll_datetime` older than a year is an error (default) or, where state may exist, a warning.
   */
  readonly judgeHistory?: HistoryJudgement;
  /** For a program that needs no more than the keys: what stands elsewhere is neither read nor judged. */
  readonly only?: 'globals';
}

/** A configuration that is valid, with every secret in its place. */
export interface LoadedConfig {
  readonly file: string;
  readonly config: CollectorConfig;
  /** What is allowed but not good, one sentence each. */
  readonly warnings: readonly string[];
  readonly taskQueue: string;
  /**
   * Of what shapes the pulls of a service; the same for all workers whose pulls of it would be the same. It shows no
   * secret.
   */
  readonly fingerprint: Fingerprints;
  /** Values of all secrets, for `createRedactor`. */
  readonly secrets: readonly string[];
  services(): EnabledService[];
  /** Where the value of a setting comes from: `config.yaml:12`, the name of a variable, or `default`. */
  originOf(path: SettingPath): string;
  /** Files that secrets came from: by `pathKey` of the setting that holds the secret, absolute paths. */
  readonly secretFiles: ReadonlyMap<string, string>;
}

/**
 * Loads a configuration file: variables, secrets, validation. Throws ConfigErrors, which hold everything that is
 * wrong.
 */
export function loadConfig(file: string, options: LoadOptions): LoadedConfig {
  const readFile = options.readFile ?? readFileFromDisk;
  const yaml = parseYaml(readConfigFile(file, readFile));
  if ('findings' in yaml)
    throw wordsFor(yaml.findings, { file, positionOf: () => ({ line: 1, column: 1 }), redact: (text) => text });

  const {
    data,
    findings: variableFindings,
    variables,
  } = interpolate(whatIsWanted(withoutExtensions(yaml.data ?? {}), options), options.env);
  const origins = createOrigins(file, data, variables, (path) => yaml.positionOf(path));
  fillInputTypes(data);
  readVariablesAsTyped(data, variables);
  resolvePaths(data, file);
  const files = readSecretFiles(data, readFile);

  const parsed = collectorConfig.safeParse(data, PARSED_ONCE);
  const outline = outlineOf(data);
  const histories = judgeHistories(outline, options.now, options.judgeHistory ?? 'strict');
  const findings = [
    ...variableFindings,
    ...files.findings,
    ...findSchemaFaults(parsed.error?.issues ?? [], { data, variables, writtenInWords: yaml.writtenInWords }),
    ...findChoiceFaults(data),
    ...findUnknownOutputs(outline),
    ...findMissingSinks(outline),
    ...findDoubledLookups(outline),
    ...findObfuscatedKeys(outline),
    ...findDoubledPeriods(outline),
    ...findEventsFaults(data, outline),
    ...findListeningFaults(data),
    ...histories.findings,
  ];
  const fromEnvironment = environmentSecrets(options.env);
  if (findings.length > 0 || !parsed.success) {
    const redact = createRedactor([...collectSuspectedSecrets(data), ...fromEnvironment]);
    throw wordsFor(findings, {
      file,
      positionOf: (path) => yaml.positionOf(files.readFrom.get(pathKey(path)) ?? path),
      redact,
    });
  }

  const config = parsed.data;
  const secrets = [...new Set([...collectSecrets(data), ...fromEnvironment])];
  return {
    file,
    config,
    secrets,
    secretFiles: files.files,
    warnings: [
      ...yaml.warnings,
      ...files.warnings,
      ...findPlaceholders(data, files.readFrom),
      ...findWarnings(config, secrets),
      ...histories.warnings,
    ],
    taskQueue: taskQueue(config.globals),
    fingerprint: fingerprintsOf(data),
    services: () => enabledServices(config),
    originOf: (path) => origins(path, files.readFrom),
  };
}

function whatIsWanted(data: unknown, { only }: LoadOptions): unknown {
  return only === undefined ? data : { globals: member(data, 'globals'), inputs: {}, outputs: {} };
}

function wordsFor(findings: Parameters<typeof configErrors>[0], wording: Wording): Error {
  // cannot be: zod gives issues
  return configErrors(findings, wording) ?? new Error('a configuration was refused without a reason');
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { release as systemRelease } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { version } from '../../../package.json';
import { loadConfig } from '../../../config/load-config';
import { environmentSecrets } from '../../../config/secrets/environment-secrets';
import { createRedactor } from '../../../config/secrets/redaction';
import { readCarried } from '../../chain/carried-state';
import { readChain } from '../../chain/read-chain';
import { collectorFolder, openCollector, type CommonOptions } from '../../open-collector';
import { toldError } from '../../print-error';
import { EXIT, type VerbResult } from '../../verb-result';
import { keepSecret } from '../../voice';
import { viewServices } from '../../words/service-view';
import { showConfig } from '../looking/show-config';
import { tarOf, type ArchivedFile } from './tar';

export interface DiagnosticsOptions {
  readonly config: string;
  readonly input: string | undefined;
  readonly service: string | undefined;
  readonly json: boolean;
  readonly out: string | undefined;
}

/** The end of a log that is taken along. */
const LOG_LINES = 2_000;
const LOGS = ['worker.log', 'engine.log', 'simulators.log'];

/**
 * One archive for somebody who helps. What cannot be had is told in its place: the worse a collector is, the more this
 * is needed.
 */
export async function diagnostics(options: DiagnosticsOptions, env: NodeJS.ProcessEnv): Promise<VerbResult> {
  const now = new Date();
  const secrets = secretsOf(options.config, env);
  keepSecret(secrets);
  const redact = createRedactor(secrets);
  const files = [
    versionsFile(options.config, now),
    configurationFile(options.config, env),
    ...(await runningFiles(options, env)),
    ...logFiles(options.config),
  ].map(({ name, text }) => ({ name, text: redact(text) }));
  const stamp = now.toISOString().replace(/[:.]/g, '-');
  const file = resolve(options.out ?? `ctci-collector-diagnostics-${stamp}.tar.gz`);
  writeFileSync(file, gzipSync(tarOf(files, now.getTime())), { mode: 0o600, flag: 'wx' });
  return { exit: EXIT.done, services: [], file, words: file };
}

/** Of a configuration that is wrong, at least what the environment holds. */
function secretsOf(config: string, env: NodeJS.ProcessEnv): readonly string[] {
  try {
    return loadConfig(config, { env, now: new Date(), judgeHistory: 'warn' }).secrets;
  } catch {
    const looksSecret = /TOKEN|SECRET|PASSW|KEY/i;
    const values = Object.entries(env).flatMap(([name, value]) => (value && looksSecret.test(name) ? [value] : []));
    return [...values, ...environmentSecrets(env)];
  }
}

function versionsFile(config: string, now: Date): ArchivedFile {
  const facts = {
    collector: version,
    node: process.version,
    platform: `${process.platform} ${process.arch} ${systemRelease()}`,
    config,
    at: now.toISOString(),
  };
  return { name: 'versions.json', text: asJson(facts) };
}

function configurationFile(config: string, env: NodeJS.ProcessEnv): ArchivedFile {
  const name = 'configuration.json';
  try {
    return { name, text: asJson(showConfig(config, env).settings) };
  } catch (error) {
    return { name, text: asJson({ error: toldError(error).report }) };
  }
}

async function runningFiles(options: DiagnosticsOptions, env: NodeJS.ProcessEnv): Promise<ArchivedFile[]> {
  try {
    const { config, input, service, json } = options;
    const common: CommonOptions = {
      config,
      json,
      ...(input !== undefined && { input }),
      ...(service !== undefined && { service }),
    };
    const collector = await openCollector(common, env);
    try {
      const status = { name: 'status.json', text: asJson(await viewServices(collector)) };
      const states: ArchivedFile[] = [];
      for (const { workflowId } of collector.services) {
        const { state } = readCarried(await readChain(collector.reader, workflowId));
        states.push({ name: `state-${workflowId.slice(-80)}.json`, text: asJson(state) });
      }
      return [status, ...states];
    } finally {
      await collector.close();
    }
  } catch (error) {
    return [{ name: 'status.json', text: asJson({ error: toldError(error).report }) }];
  }
}

function logFiles(config: string): ArchivedFile[] {
  return LOGS.flatMap((name) => {
    const file = join(collectorFolder(config), name);
    return existsSync(file)
      ? [{ name, text: readFileSync(file, 'utf8').split('\n').slice(-LOG_LINES).join('\n') }]
      : [];
  });
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

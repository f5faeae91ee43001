import '../engine/quiet-grpc';
import { join } from 'node:path';
import { Command } from 'commander';
import { ConfigErrors } from '../config/config-errors';
import { environmentSecrets } from '../config/secrets/environment-secrets';
import { isDetailed } from '../config/log-level';
import { withOwnCommand } from '../config/own-command';
import { createRedactor } from '../config/secrets/redaction';
import { CollectorError } from '../errors/collector-error';
import { fileFault } from '../errors/file-fault';
import { renderConfigErrors } from '../config/render-config-errors';
import { throughGate } from '../config/terminal';
import { errorInWords } from '../errors/error-report';
import { runWorker, type WorkerOptions } from './run-worker';
import { verifyHistories } from './verify-histories';

/** Exit codes of the collector: 1 failed, 2 wrong configuration, 3 no engine. */
const EXIT_FAILED = 1;
const EXIT_CONFIG = 2;
const EXIT_NO_ENGINE = 3;

async function main(): Promise<number> {
  const options = new Command('worker')
    .description('Runs the worker of a collector until it is told to stop.')
    .option('--config <file>', 'configuration', process.env['CTCI_CONFIG'] ?? 'config.yaml')
    .option('--folder <folder>', 'folder with engine.json, when Temporal is run by "up"')
    .option('--verify', 'replay the newest real runs with this code, and end')
    .parse()
    .opts<{ config: string; folder?: string; verify?: true }>();
  const given: WorkerOptions = {
    configFile: options.config,
    ...(options.folder !== undefined && { folder: options.folder }),
    bundle: join(__dirname, '..', 'workflow-bundle.js'),
    onSecrets: (redactor) => {
      redact = redactor;
    },
  };
  if (options.verify) return (await verifyHistories(given, tell)) ? 0 : EXIT_FAILED;
  await runWorker(given);
  return 0;
}

function tell(line: string): void {
  process.stdout.write(throughGate(redact(`${line}\n`)));
}

/** Masks the secrets that are known so far: those of the environment, then those of the configuration. */
let redact = createRedactor(environmentSecrets(process.env));

function complain(text: string): void {
  process.stderr.write(throughGate(redact(withOwnCommand(text))));
}

function explain(error: unknown): number {
  if (error instanceof ConfigErrors) {
    complain(renderConfigErrors(error.errors, { color: process.stderr.isTTY && !process.env['NO_COLOR'] }));
    return EXIT_CONFIG;
  }
  const known =
    error instanceof CollectorError
      ? error
      : (fileFault(error) ??
        new CollectorError('unexpected', { seen: error instanceof Error ? error.message : String(error) }));
  complain(`${errorInWords(known.report())}\n`);
  if (isDetailed(process.env) && error instanceof Error) complain(`${error.stack ?? ''}\n`);
  if (known.name === 'SetupError' || known.id === 'namespace_unknown' || known.id === 'engine_forbids')
    return EXIT_CONFIG;
  return known.id === 'engine_unreachable' || known.id === 'not_temporal' ? EXIT_NO_ENGINE : EXIT_FAILED;
}

process.stderr.on('error', () => undefined); // there is nobody to be told
process.on('SIGXFSZ', () => undefined); // a file at its size limit: the write fails, and that is enough

main().then(
  (code) => process.exit(code),
  (error: unknown) => process.exit(explain(error)),
);

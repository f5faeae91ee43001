import { noopMetricMeter } from '@temporalio/common';
import { pino } from 'pino';
import { checkedSteps } from '../../activities/check-service';
import { ConfigErrors } from '../../config/config-errors';
import type { CheckedStep } from '../../domain/checked-step';
import { collectorParts } from '../assembly/collector-parts';
import { ConfigInUse } from '../configuration/config-in-use';
import { CollectorMetrics } from '../metrics/collector-metrics';
import { SenderStatistics } from '../sender-statistics';

/**
 * Tries one side of the services of a configuration, short of sending, without Temporal: `init` tries with it what it
 * was told. Prints the steps as JSON.
 *
 * Arguments: the configuration's file, and `source` or `outputs`.
 */
async function main([file = '', side = '']: readonly string[]): Promise<void> {
  const steps = await trySide(file, side).catch(refusedConfiguration);
  process.stdout.write(JSON.stringify(steps), () => process.exit(0)); // connections that are kept open wait for nothing
}

async function trySide(file: string, side: string): Promise<CheckedStep[]> {
  const config = new ConfigInUse(file, process.env);
  const services = config.loaded.services();
  const metrics = new CollectorMetrics(noopMetricMeter, services, { version: '', buildId: '' });
  const silent = pino({ level: 'silent' });
  const parts = collectorParts(config, silent, new SenderStatistics(new Date()), metrics);
  const tried = { source: side === 'source', outputs: side === 'outputs' };
  const steps: CheckedStep[] = [];
  for (const service of services)
    steps.push(...(await checkedSteps(parts, service, tried, new AbortController().signal)));
  return steps;
}

/** A token may hold what no token does. */
function refusedConfiguration(error: unknown): CheckedStep[] {
  if (!(error instanceof ConfigErrors)) throw error;
  const report = error.first.report();
  return [{ name: 'configuration', ok: false, ms: 0, words: report.message, error: report }];
}

void main(process.argv.slice(2));

import type { EnabledService } from '../../../config/enabled-services';
import { CollectorError } from '../../../errors/collector-error';
import { loadConfig } from '../../../config/load-config';
import type { CheckedStep } from '../../../domain/checked-step';
import { CHECK_WORKFLOW_TYPE } from '../../../domain/message-names';
import { count } from '../../../domain/report/words';
import { askWorker } from '../../chain/ask-worker';
import { toldError } from '../../print-error';
import { chosenServices, openCollector, type CommonOptions } from '../../open-collector';
import { viewServices } from '../../words/service-view';
import { EXIT, type ExitCode, type VerbResult } from '../../verb-result';
import { stepInWords } from '../../words/checked-step-words';

export interface CheckOptions extends CommonOptions {
  /** Judge the configuration alone, with the secrets that it names: nothing is asked over a network. */
  readonly offline?: boolean;
  /** Send a message to each webhook, so that people see whether it arrives. */
  readonly webhook?: boolean;
}

/**
 * Does what a pull would do, short of sending: configuration, Temporal, worker, CTCI, Devo; each step with its remedy.
 */
export async function check(options: CheckOptions, env: NodeJS.ProcessEnv): Promise<VerbResult> {
  const started = performance.now();
  if (options.offline && options.webhook)
    throw new CollectorError('usage', { setting: '--webhook', seen: '"check --offline" sends nothing to anybody' });
  // First, and without any engine: a wrong configuration is exit 2, and told in full.
  const loaded = loadConfig(options.config, { env, now: new Date(), judgeHistory: 'strict' });
  const steps: CheckedStep[] = [
    passed(
      'configuration',
      `${options.config} is valid, ${count(loaded.services().length)} ` +
        `service${loaded.services().length === 1 ? '' : 's'} enabled`,
      started,
    ),
  ];
  for (const warning of loaded.warnings) steps.push(passed('warning', warning, performance.now()));
  if (options.offline) {
    if (loaded.services().length > 0) chosenServices(loaded, options);
    return verdict(steps, [], EXIT.done);
  }

  const connecting = performance.now();
  const opened = await openCollector(options, env).catch((error: unknown) => noEngine(error));
  if (opened instanceof CollectorError)
    return verdict([...steps, refused('Temporal', opened, connecting)], [], toldError(opened).exit);
  try {
    steps.push(passed('Temporal', opened.target.address, connecting));
    if (opened.services.length === 0)
      return verdict(
        [...steps, refused('services', new CollectorError('none_enabled', { seen: options.config }), connecting)],
        [],
        EXIT.nothingRunning,
      );
    for (const service of opened.services) steps.push(...(await checkService(opened, service, options)));
    const noWorker = steps.some((step) => step.error?.number === 601);
    const exit = steps.every((step) => step.ok) ? EXIT.done : noWorker ? EXIT.nothingRunning : EXIT.failed;
    return verdict(steps, await viewServices(opened), exit);
  } finally {
    await opened.close();
  }
}

async function checkService(
  collector: Awaited<ReturnType<typeof openCollector>>,
  service: EnabledService,
  { webhook = false }: CheckOptions,
): Promise<CheckedStep[]> {
  const name = `${service.input}/${service.service}`;
  const asking = performance.now();
  try {
    const steps = await askWorker<CheckedStep[]>(collector, service, CHECK_WORKFLOW_TYPE, webhook ? [{ webhook }] : []);
    const spent = steps.reduce((sum, step) => sum + step.ms, 0);
    return [
      passed(`${name} worker`, `polls ${collector.loaded.taskQueue}`, asking + spent),
      ...steps.map((step) => ({ ...step, name: `${name} ${step.name}` })),
    ];
  } catch (error) {
    if (error instanceof CollectorError) return [refused(`${name} worker`, error, asking)];
    throw error;
  }
}

function noEngine(error: unknown): CollectorError {
  if (error instanceof CollectorError && error.name === 'EngineError') return error;
  throw error;
}

function passed(name: string, words: string, started: number): CheckedStep {
  return { name, ok: true, words, ms: Math.max(Math.round(performance.now() - started), 0), error: null };
}

function refused(name: string, error: CollectorError, started: number): CheckedStep {
  return { name, ok: false, words: error.message, ms: Math.round(performance.now() - started), error: error.report() };
}

function verdict(steps: readonly CheckedStep[], services: VerbResult['services'], exit: ExitCode): VerbResult {
  const failed = steps.find((step) => !step.ok);
  return {
    exit,
    services,
    steps,
    words: steps.map(stepInWords).join('\n'),
    ...(failed?.error && { error: failed.error }),
  };
}

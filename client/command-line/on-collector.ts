import type { Command } from 'commander';
import { chooseExistingConfig } from '../config-file';
import { insistOnService, openCollector, type Collector } from '../open-collector';
import type { VerbResult } from '../verb-result';
import { finish } from './finish';
import type { GivenOptions } from './verb-options';

/** All options that any verb on a collector has; each verb uses those that it was given. */
interface ActionOptions extends GivenOptions {
  readonly all: boolean;
  readonly now: boolean;
  readonly yes: boolean;
  readonly watch: boolean;
  readonly timeout: number;
  readonly limit: number;
}

type OnCollector = (
  collector: Collector,
  options: ActionOptions,
  argument: string | undefined,
  second: string | undefined,
) => Promise<VerbResult>;

/**
 * Lets a verb act on the collector that its options name, and prints what it has to say.
 *
 * @param withNone whether the verb has something to do where no service is enabled; for the others that is an error
 */
export function onCollector(command: Command, act: OnCollector, { withNone = false } = {}): void {
  command.action(async (...given: unknown[]) => {
    const [argument, second] = given.map((each) => (typeof each === 'string' ? each : undefined));
    const options = command.opts<Omit<ActionOptions, 'config'> & GivenOptions>();
    const collector = await openCollector(
      { ...options, config: chooseExistingConfig(options.config, process.env) },
      process.env,
    );
    try {
      if (!withNone) insistOnService(collector);
      finish(await act(collector, options, argument, second), options.json);
    } finally {
      await collector.close();
    }
  });
}

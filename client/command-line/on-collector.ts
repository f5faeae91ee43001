import { chooseExistingConfig } from '../config-file';
import { insistOnEnabledService, openCollector, type Collector } from '../open-collector';
import type { VerbResult } from '../verb-result';
import type { COMMON_OPTIONS, OptionValues } from './option';

/**
 * Opens the collector that the options name, lets a verb act on it, and closes it.
 *
 * @param withNone whether the verb has something to do where no service is enabled; for the others that is an error
 */
export async function onCollector(
  options: OptionValues<typeof COMMON_OPTIONS>,
  withNone: boolean,
  act: (collector: Collector) => Promise<VerbResult>,
): Promise<VerbResult> {
  const { input, service, json } = options;
  const collector = await openCollector(
    {
      config: chooseExistingConfig(options.config, process.env),
      json,
      ...(input !== undefined && { input }),
      ...(service !== undefined && { service }),
    },
    process.env,
  );
  try {
    if (!withNone) insistOnEnabledService(collector);
    return await act(collector);
  } finally {
    await collector.close();
  }
}

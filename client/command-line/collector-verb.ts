import type { Collector } from '../open-collector';
import type { VerbResult } from '../verb-result';
import { COMMON_OPTIONS, type OptionValues, type VerbOptions } from './option';
import { verb, type Verb } from './verb';

/** Does the work of a verb on an open collector. */
type Work<Options> = (
  collector: Collector,
  options: Options,
  args: readonly (string | undefined)[],
) => Promise<VerbResult>;

interface CollectorVerb<Options extends VerbOptions> extends Omit<Verb<Options>, 'options' | 'run'> {
  /** Beyond those that every verb on services has. */
  readonly options?: Options | undefined;
  /** Whether the verb has something to do where no service is enabled; for the others that is an error. */
  readonly withNone?: boolean;
  /** Loads what does the work. */
  readonly load: () => Promise<Work<OptionValues<Options & typeof COMMON_OPTIONS>>>;
}

/** Declares a verb that acts on the collector which its options name. */
export function collectorVerb<const Options extends VerbOptions>({
  load,
  withNone = false,
  options,
  ...declared
}: CollectorVerb<Options>): Verb {
  return verb({
    ...declared,
    options: { ...COMMON_OPTIONS, ...options } as Options & typeof COMMON_OPTIONS, // nothing stands in both
    async run({ options: given, args }) {
      const [{ onCollector }, work] = await Promise.all([import('./on-collector.js'), load()]);
      return onCollector(given, withNone, (collector) => work(collector, given, args));
    },
  });
}

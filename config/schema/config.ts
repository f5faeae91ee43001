import { z } from 'zod';
import { globalSettings } from './globals';
import { inputSettings } from './input';
import { outputSettings } from './outputs/output';
import { setting } from './setting-facts';
import { entryName } from './text';

/** The whole configuration: the one source of types, validation, defaults and documentation. */
export const collectorConfig = z.strictObject({
  globals: setting(globalSettings, { description: 'Settings of the whole collector.' }),
  inputs: setting(z.record(entryName(), inputSettings), {
    description: 'Inputs by name. A name is of lower-case letters, digits and `_`.',
    expected: 'a mapping from names to inputs',
  }),
  outputs: setting(z.record(entryName(), outputSettings), {
    description: 'Outputs by name. A name is of lower-case letters, digits and `_`.',
    expected: 'a mapping from names to outputs',
  }),
});

export type CollectorConfig = z.output<typeof collectorConfig>;

/**
 * How a configuration is parsed. For what is parsed often zod compiles each mapping of the schema; a program reads its
 * configuration once, and a verb would wait for the compiling.
 */
export const PARSED_ONCE = { jitless: true } as const;

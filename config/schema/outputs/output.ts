import { z } from 'zod';
import { consoleOutput } from './console';
import { devoHttp } from './devo-http';
import { devoLookup } from './devo-lookup';
import { devoLookupLegacy } from './devo-lookup-legacy';
import { devoPlatform } from './devo-platform';
import { webhook } from './webhook';

/** One output: where a list, or what happened to it, goes. */
export const outputSettings = z.discriminatedUnion('type', [
  devoLookup,
  devoPlatform,
  devoHttp,
  consoleOutput,
  devoLookupLegacy,
  webhook,
]);

export type OutputConfig = z.output<typeof outputSettings>;

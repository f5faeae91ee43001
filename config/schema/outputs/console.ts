import { z } from 'zod';
import { setting } from '../setting-facts';
import { outputType } from './shared-settings';

/** Events as lines on stdout, for trying things out. */
export const consoleOutput = z.strictObject({
  type: outputType('console', 'Events as lines on stdout, for trying things out.'),
  config: setting(z.strictObject({}).prefault({}), { description: 'Nothing to set.' }),
});

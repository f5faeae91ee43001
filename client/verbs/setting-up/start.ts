import { collectorVerb } from '../../command-line/collector-verb';
import { TIMEOUT_OPTION } from '../../command-line/option';

export const start = collectorVerb({
  name: 'start',
  group: 'Setting up',
  summary: 'start the cron of every enabled service, and make the first pull at once',
  options: TIMEOUT_OPTION,
  examples: [{ line: 'start', does: 'starts what does not run yet' }],
  load: async () => (await import('../../work/setting-up/start.js')).start,
});

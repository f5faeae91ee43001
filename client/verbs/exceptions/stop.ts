import { collectorVerb } from '../../command-line/collector-verb';
import { ALL_OPTION, YES_OPTION } from '../../command-line/option';

export const stop = collectorVerb({
  name: 'stop',
  group: 'Exceptions',
  summary: 'end the cron',
  options: { ...YES_OPTION, ...ALL_OPTION },
  examples: [{ line: 'stop --yes --all', does: 'ends all crons without asking; "start" goes on from their state' }],
  load: async () => (await import('../../work/exceptions/stop.js')).stop,
});

import { collectorVerb } from '../../command-line/collector-verb';

export const apply = collectorVerb({
  name: 'apply',
  group: 'Setting up',
  summary: 'bring the running crons to what the configuration says',
  examples: [{ line: 'apply', does: 'starts, restarts with the state kept, stops' }],
  withNone: true,
  load: async () => (await import('../../work/setting-up/apply.js')).apply,
});

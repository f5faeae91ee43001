import { collectorVerb } from '../../command-line/collector-verb';
import { wholeNumber } from '../../command-line/option';

export const history = collectorVerb({
  name: 'history',
  group: 'Everyday',
  summary: 'the last pulls: time, received, changes, sent, duration, outcome',
  options: { limit: wholeNumber('--limit <count>', 'how many', 20) },
  examples: [{ line: 'history --limit 5', does: 'shows the last five pulls' }],
  load: async () => (await import('../../work/history.js')).history,
});

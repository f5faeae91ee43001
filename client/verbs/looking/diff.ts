import { collectorVerb } from '../../command-line/collector-verb';
import { PAGER_OPTION } from '../../command-line/option';

export const diff = collectorVerb({
  name: 'diff',
  group: 'Looking',
  summary: 'what a pull delivered, cell by cell, old and new',
  more:
    'Without a run, the last one that changed anything. With two, what differs between their ' +
    'lists. From the histories that Temporal keeps.',
  args: [
    { usage: '[run]', words: 'id of a run', offers: 'runs' },
    { usage: '[other]', words: 'id of a later one', offers: 'runs' },
  ],
  options: PAGER_OPTION,
  examples: [{ line: 'diff', does: 'shows the newest changes' }],
  load: async () => (await import('../../work/looking/diff.js')).diff,
});

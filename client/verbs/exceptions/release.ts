import { collectorVerb } from '../../command-line/collector-verb';
import { ALL_OPTION, NOW_OPTIONS, text, YES_OPTION } from '../../command-line/option';

export const release = collectorVerb({
  name: 'release',
  group: 'Exceptions',
  summary: 'let the held list through once',
  more: 'It shows what would go, and asks. The list passes with the next pull if its source still gives this very one.',
  options: {
    reason: text('--reason <text>', 'why; kept in report, history and Web UI'),
    ...NOW_OPTIONS,
    ...YES_OPTION,
    ...ALL_OPTION,
  },
  examples: [
    { line: 'release --all --yes --reason "checked with the vendor"', does: 'the next pull delivers what is held' },
  ],
  load: async () => (await import('../../work/exceptions/release.js')).release,
});

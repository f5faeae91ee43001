import { collectorVerb } from '../../command-line/collector-verb';
import { ALL_OPTION, NOW_OPTIONS } from '../../command-line/option';

export const release = collectorVerb({
  name: 'release',
  group: 'Exceptions',
  summary: 'let the held list through once',
  options: { ...NOW_OPTIONS, ...ALL_OPTION },
  examples: [{ line: 'release --service cewl', does: 'the next pull delivers the held list' }],
  load: async () => (await import('../../work/release.js')).release,
});

import { collectorVerb } from '../../command-line/collector-verb';
import { PAGER_OPTION } from '../../command-line/option';

export const preview = collectorVerb({
  name: 'preview',
  group: 'Looking',
  summary: 'what the next pull would send; sends nothing, changes nothing',
  options: PAGER_OPTION,
  examples: [{ line: 'preview', does: 'fetches and compares, and shows what is new' }],
  load: async () => (await import('../../work/looking/preview.js')).preview,
});

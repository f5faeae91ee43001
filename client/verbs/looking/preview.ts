import { collectorVerb } from '../../command-line/collector-verb';

export const preview = collectorVerb({
  name: 'preview',
  group: 'Looking',
  summary: 'what the next pull would send; sends nothing, changes nothing',
  examples: [{ line: 'preview', does: 'fetches and compares, and shows what is new' }],
  load: async () => (await import('../../work/looking/preview.js')).preview,
});

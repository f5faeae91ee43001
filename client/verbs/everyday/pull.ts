import { collectorVerb } from '../../command-line/collector-verb';
import { TIMEOUT_OPTION } from '../../command-line/option';

export const pull = collectorVerb({
  name: 'pull',
  group: 'Everyday',
  summary: 'pull now, wait, print the report',
  options: TIMEOUT_OPTION,
  examples: [
    { line: 'pull', does: 'pulls all services at once' },
    { line: 'pull --timeout 600 --json', does: 'gives up after ten minutes; one JSON document' },
  ],
  load: async () => (await import('../../work/everyday/pull.js')).pull,
});

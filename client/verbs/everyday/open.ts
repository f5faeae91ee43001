import { collectorVerb } from '../../command-line/collector-verb';

export const open = collectorVerb({
  name: 'open',
  group: 'Everyday',
  summary: 'open the Web UI of a service in the browser, and print the link',
  examples: [{ line: 'open', does: 'prints the links where there is no browser' }],
  load: async () => (await import('../../work/everyday/open.js')).open,
});

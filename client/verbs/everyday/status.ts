import { collectorVerb } from '../../command-line/collector-verb';
import { flag, PAGER_OPTION } from '../../command-line/option';

export const status = collectorVerb({
  name: 'status',
  group: 'Everyday',
  summary: 'show every service: state, last and next pull, rows, held list, last failure',
  options: { ...PAGER_OPTION, watch: flag('--watch', 'again every 2 s, until Ctrl-C') },
  examples: [
    { line: 'status', does: 'shows all services; exit 1 when one is not well' },
    { line: 'status --json', does: 'the same for a program' },
  ],
  load: async () => (await import('../../work/everyday/status.js')).status,
});

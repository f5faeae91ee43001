import { collectorVerb } from '../../command-line/collector-verb';
import { PAGER_OPTION, wholeNumber } from '../../command-line/option';

export const history = collectorVerb({
  name: 'history',
  group: 'Everyday',
  summary: 'the last pulls: time, received, changes, sent, duration, outcome',
  args: [{ usage: '[run-or-cve]', words: 'one pull in full; or when a row came, changed and went', offers: 'runs' }],
  options: { ...PAGER_OPTION, limit: wholeNumber('--limit <count>', 'how many', 20) },
  examples: [
    { line: 'history --limit 5', does: 'shows the last five pulls' },
    { line: 'history CVE-2025-1234', does: 'tells when that row came, changed and went' },
  ],
  load: async () => (await import('../../work/everyday/history.js')).history,
});

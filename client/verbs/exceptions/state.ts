import { collectorVerb } from '../../command-line/collector-verb';

export const state = collectorVerb({
  name: 'state',
  group: 'Exceptions',
  summary: 'print the state of a service, or take one over',
  more:
    '"import" takes the state of a collector elsewhere, or the state file of Devo\'s ThreatQuotient collector. ' +
    'The service must be stopped for it.',
  args: [
    { usage: '<action>', words: 'print it, or take it over', choices: ['export', 'import'] },
    { usage: '[file]', words: 'document to take over', offers: 'files' },
  ],
  examples: [{ line: 'state export --service cewl', does: 'prints the state as a JSON document' }],
  load: async () => (await import('../../work/exceptions/state.js')).state,
});

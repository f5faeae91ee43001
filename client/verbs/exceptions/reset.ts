import { collectorVerb } from '../../command-line/collector-verb';
import { ALL_OPTION, NOW_OPTIONS, YES_OPTION } from '../../command-line/option';

export const reset = collectorVerb({
  name: 'reset',
  group: 'Exceptions',
  summary: 'deliver everything again: signal a new value of reset_persistence_auth',
  args: [{ usage: '[value]', words: 'any text but the present one; else the UTC time' }],
  options: { ...NOW_OPTIONS, ...YES_OPTION, ...ALL_OPTION },
  examples: [
    { line: 'reset --all', does: 'the next pulls deliver everything again' },
    { line: 'reset --now --yes --all', does: 'pulls at once, without asking' },
  ],
  load: async () => (await import('../../work/exceptions/reset.js')).reset,
});

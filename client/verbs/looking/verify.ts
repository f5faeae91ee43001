import { collectorVerb } from '../../command-line/collector-verb';

export const verify = collectorVerb({
  name: 'verify',
  group: 'Looking',
  summary: 'compare what Devo says of the lookup with the carried state',
  examples: [{ line: 'verify', does: 'exit 0 when Devo and the state agree' }],
  load: async () => (await import('../../work/looking/verify.js')).verify,
});

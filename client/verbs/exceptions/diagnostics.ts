import { COMMON_OPTIONS, text } from '../../command-line/option';
import { verb } from '../../command-line/verb';

export const diagnostics = verb({
  name: 'diagnostics',
  group: 'Exceptions',
  summary: 'one archive to send to somebody who helps; secrets are masked',
  more:
    'Versions, effective configuration, status, state, last failures, ends of the logs. Only you ' +
    'may read the file.',
  options: { ...COMMON_OPTIONS, out: text('--out <file>', 'archive to write; else a name with the time', 'files') },
  examples: [{ line: 'diagnostics', does: 'writes it into this folder, and prints its path' }],
  async run({ options }) {
    const [{ diagnostics: work }, { chooseExistingConfig }] = await Promise.all([
      import('../../work/exceptions/diagnostics.js'),
      import('../../config-file.js'),
    ]);
    return work({ ...options, config: chooseExistingConfig(options.config, process.env) }, process.env);
  },
});

import { COMMON_OPTIONS, flag, PAGER_OPTION, wholeNumber } from '../../command-line/option';
import { verb } from '../../command-line/verb';

const { config, input, service } = COMMON_OPTIONS;

export const logs = verb({
  name: 'logs',
  group: 'Everyday',
  summary: 'the log of the worker that "up" runs',
  options: {
    config,
    input,
    service,
    follow: flag('-f, --follow', 'go on with what is added, until Ctrl-C'),
    ...PAGER_OPTION,
    lines: wholeNumber('--lines <count>', 'how many of the last lines', 200),
  },
  examples: [{ line: 'logs --lines 50', does: 'prints the last fifty lines' }],
  async run({ options }) {
    const [{ logs: work }, { chooseExistingConfig }] = await Promise.all([
      import('../../work/everyday/logs.js'),
      import('../../config-file.js'),
    ]);
    return work({ ...options, config: chooseExistingConfig(options.config, process.env) }, process.env);
  },
});

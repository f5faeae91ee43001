import { COMMON_OPTIONS, PAGER_OPTION } from '../../command-line/option';
import { verb } from '../../command-line/verb';

export const config = verb({
  name: 'config',
  group: 'Looking',
  summary: 'show the configuration that counts: every value with where it comes from; secrets masked',
  args: [{ usage: '<action>', words: 'what to do', choices: ['show'] }],
  options: { config: COMMON_OPTIONS.config, json: COMMON_OPTIONS.json, ...PAGER_OPTION },
  examples: [{ line: 'config show', does: 'each setting, its value, and file:line, variable or default' }],
  async run({ options }) {
    const [{ showConfig }, { chooseExistingConfig }] = await Promise.all([
      import('../../work/looking/show-config.js'),
      import('../../config-file.js'),
    ]);
    return showConfig(chooseExistingConfig(options.config, process.env), process.env);
  },
});

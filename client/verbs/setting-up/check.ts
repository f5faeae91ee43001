import { COMMON_OPTIONS, flag } from '../../command-line/option';
import { verb } from '../../command-line/verb';

export const check = verb({
  name: 'check',
  group: 'Setting up',
  summary: 'do what a pull would do, short of sending; each failure with its remedy',
  options: {
    ...COMMON_OPTIONS,
    offline: flag('--offline', 'only the configuration and its secrets; asks no Temporal, source or Devo'),
    webhook: flag('--webhook', 'send a message to each webhook, to see it arrive'),
  },
  examples: [
    { line: 'check', does: 'tries configuration, Temporal, worker, source and Devo' },
    { line: 'check --offline', does: 'judges the file and its secrets alone' },
  ],
  async run({ options: { config, input, service, json, offline, webhook } }) {
    const [{ check: work }, { chooseExistingConfig }] = await Promise.all([
      import('../../work/setting-up/check.js'),
      import('../../config-file.js'),
    ]);
    const options = {
      config: chooseExistingConfig(config, process.env),
      json,
      offline,
      webhook,
      ...(input !== undefined && { input }),
      ...(service !== undefined && { service }),
    };
    return work(options, process.env);
  },
});

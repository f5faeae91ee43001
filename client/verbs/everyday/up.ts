import { COMMON_OPTIONS } from '../../command-line/option';
import { verb } from '../../command-line/verb';

export const up = verb({
  name: 'up',
  group: 'Everyday',
  summary: 'run everything: Temporal if none is given, worker, crons, first pull, a line per pull',
  options: COMMON_OPTIONS,
  examples: [{ line: 'up', does: 'runs until Ctrl-C; the demo where there is no config.yaml' }],
  async run({ options: { config, input, service, json } }) {
    const [{ up: work }, { chooseConfig }] = await Promise.all([
      import('../../up/up.js'),
      import('../../config-file.js'),
    ]);
    return work({
      choice: chooseConfig(config, process.env),
      env: process.env,
      json,
      ...(input !== undefined && { input }),
      ...(service !== undefined && { service }),
    });
  },
});

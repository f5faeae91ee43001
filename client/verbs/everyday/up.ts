import { COMMON_OPTIONS, text } from '../../command-line/option';
import { verb } from '../../command-line/verb';

export const up = verb({
  name: 'up',
  group: 'Everyday',
  summary: 'run everything: Temporal if none is given, worker, crons, first pull, a line per pull',
  options: {
    ...COMMON_OPTIONS,
    state: text(
      '--state <file>',
      "a state to go on from, ours or of Devo's collector, for a service without one",
      'files',
    ),
  },
  examples: [
    { line: 'up', does: 'runs until Ctrl-C; the demo where there is no config.yaml' },
    { line: 'up --state state.json', does: "goes on where Devo's ThreatQuotient collector has stopped" },
  ],
  async run({ options: { config, input, service, json, state } }) {
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
      ...(state !== undefined && { state }),
    });
  },
});

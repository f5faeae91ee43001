import { COMMON_OPTIONS, flag } from '../../command-line/option';
import { verb } from '../../command-line/verb';

const SERVES_ALL = 'it serves every enabled service of the configuration; set enabled: false for the others';

/** Options that it would ignore, and why. */
const REFUSED = {
  json: 'it prints a log, and no document; LOG_FORMAT=json makes each line JSON',
  input: SERVES_ALL,
  service: SERVES_ALL,
} as const;

export const worker = verb({
  name: 'worker',
  group: 'Setting up',
  summary: 'run only the worker',
  options: {
    ...COMMON_OPTIONS,
    verify: flag('--verify', 'replay the newest real runs with this code instead; ends 0 when all fit, else 1'),
  },
  examples: [
    { line: 'worker', does: 'works until it is told to stop' },
    {
      line: 'worker --verify',
      does: 'says before an upgrade whether this code can go on with the runs of the one before',
    },
  ],
  async run({ options }) {
    const [{ refuseOptions }, { worker: work }, { chooseExistingConfig }] = await Promise.all([
      import('../../command-line/refuse-options.js'),
      import('../../work/setting-up/worker.js'),
      import('../../config-file.js'),
    ]);
    refuseOptions('worker', options, REFUSED);
    return work({ config: chooseExistingConfig(options.config, process.env), verify: options.verify });
  },
});

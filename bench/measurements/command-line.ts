import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Bench, Measured, Measurement } from '../measurement';
import { atMost, milliseconds, times } from '../report/goals';
import { openStage } from '../stage/stage';

const CLIENT = join(__dirname, '..', '..', 'client', 'cli.js');
const BARE_CLIENT = join(__dirname, '..', 'programs', 'bare-client.js');
const ROUNDS = 11;

/** Node alone costs a third of this. */
const MOST_FOR_WORDS = 3;
const MOST_FOR_STATUS = 1.3;

/** What a person waits for at the command line, against Node itself and against a client without a collector. */
export const commandLine: Measurement = {
  section: 'cli',
  async run(bench) {
    const stage = await openStage(bench, {
      name: 'cli',
      rows: 1_404,
      list: 'still',
      services: 1,
      periodSeconds: 86_400,
      mode: 'auto',
    });
    try {
      const [service] = stage.services;
      if (service === undefined) throw new Error('the stage has no service');
      await stage.startChain(service);
      await stage.pull(service);
      const env = { ...process.env, TEMPORAL_ADDRESS: stage.collector.target.address };
      const config = stage.collector.loaded.file;
      return measure(bench, env, {
        node: ['-e', '0'],
        help: [CLIENT, '--help'],
        explain: [CLIENT, 'explain', '401'],
        bare: [BARE_CLIENT, service.workflowId],
        status: [CLIENT, 'status', '--config', config],
      });
    } finally {
      await stage.close();
    }
  },
};

type Name = 'node' | 'help' | 'explain' | 'bare' | 'status';

/** In turns, so that whatever else the machine does touches all alike; the fastest of each is told. */
function measure(
  bench: Bench,
  env: NodeJS.ProcessEnv,
  programs: Readonly<Record<Name, readonly string[]>>,
): readonly Measured[] {
  const spent: Record<Name, number> = {
    node: Infinity,
    help: Infinity,
    explain: Infinity,
    bare: Infinity,
    status: Infinity,
  };
  const names = Object.keys(programs) as Name[]; // of a literal with these keys
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) {
      const startedAt = performance.now();
      execFileSync(process.execPath, programs[name], { env, cwd: bench.folder, stdio: 'ignore' });
      spent[name] = Math.min(spent[name], performance.now() - startedAt);
    }
  }
  const ratio = (name: string, value: Name, floor: Name, limit: number, against: string): Measured =>
    atMost({
      name,
      against,
      value: spent[value] / spent[floor],
      limit,
      words: times,
      details: `${milliseconds(spent[value])} of ${milliseconds(spent[floor])}`,
    });
  return [
    ratio('--help', 'help', 'node', MOST_FOR_WORDS, 'node -e 0'),
    ratio('explain 401', 'explain', 'node', MOST_FOR_WORDS, 'node -e 0'),
    ratio('status of one service', 'status', 'bare', MOST_FOR_STATUS, 'an SDK client that connects and describes'),
  ];
}

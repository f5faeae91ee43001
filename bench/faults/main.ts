import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { startEngineProcess } from './stage/engine-process';
import { runInLanes, type Trial } from './lanes';
import { endAllLeft } from './stage/left-processes';
import { startPostgresEngine } from './stage/postgres-engine';
import { REGRESSION_SEEDS } from './histories/regression-seeds';
import { reportOf, verdictInWords } from './report/report';
import { scheduleOf } from './histories/schedule';
import { playScenario } from './scenarios/play-scenario';
import { POSTGRES_SCENARIOS, SCENARIOS } from './scenarios';
import { playHistory } from './histories/seeded-history';
import type { Verdict } from './report/verdict';

const HISTORIES = 20;
const LONG_HISTORIES = 200;
const POSTGRES_HISTORIES = 5;
const LENGTH_SECONDS = 20;
const ACTIONS = 14;
/** As much in a third of the time: dense enough that faults meet. */
const SHORT_LENGTH_SECONDS = 7;
const SHORT_ACTIONS = 7;
/** What two cores bear: most of the time goes into waiting. */
const LANES = 6;
/** Beside other tests. */
const SHORT_LANES = 3;

interface Options {
  readonly seed: number;
  readonly histories?: number;
  readonly long?: true;
  readonly short?: true;
  readonly lanes?: number;
  readonly length?: number;
  readonly actions?: number;
  readonly only?: string;
  readonly scenarios: boolean;
  readonly postgres?: true;
  readonly keep?: true;
  readonly verbose?: true;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function readOptions(): Options {
  return new Command('faults')
    .description('Kills, stops and disturbs a running collector in every way and reports which promises held.')
    .option('--seed <number>', 'seed of the first history; the others follow it', wholeNumber, 1)
    .option('--histories <number>', `how many seeded histories (default ${HISTORIES})`, wholeNumber)
    .option('--long', `${LONG_HISTORIES} histories`)
    .option('--short', `${HISTORIES} short histories, and some of the scenarios`)
    .option(
      '--lanes <number>',
      `trials at the same time, each lane with a Temporal of its own (default ${LANES}, short form ${SHORT_LANES})`,
      wholeNumber,
    )
    .option('--length <seconds>', `how long faults go on in a history (default ${LENGTH_SECONDS})`, wholeNumber)
    .option('--actions <number>', `how many things happen in a history (default ${ACTIONS})`, wholeNumber)
    .option('--only <words>', 'only scenarios whose names hold these words, and no histories')
    .option('--no-scenarios', 'only seeded histories')
    .option(
      '--postgres',
      'on a real Temporal server with Postgres, which is built and started; its database is ' +
        `stopped as well (default ${POSTGRES_HISTORIES} histories)`,
    )
    .option('--keep', 'keep the logs also when every promise held')
    .option('--verbose', 'say everything that is done when it is done')
    .parse()
    .opts<Options>();
}

/** In the short form some scenarios stand for all. */
const SHORT_SCENARIOS = new Set([
  'an unchanged list, twice',
  'restricted, empty and short lists',
  'every process is killed at once',
  'a lost answer: the wire loses the answer',
]);

function scenarioTrials(options: Options, say: (line: string) => void): Trial[] {
  if (!options.scenarios) return [];
  const { only, short, postgres } = options;
  const chosen = (postgres ? POSTGRES_SCENARIOS : SCENARIOS).filter(({ name }) =>
    only === undefined ? !short || SHORT_SCENARIOS.has(name) : name.includes(only),
  );
  return chosen.map((scenario) => playScenario(scenario, say));
}

function historyTrials(options: Options, say: (line: string) => void): Trial[] {
  if (options.only !== undefined) return [];
  const wanted =
    options.histories ?? (options.long ? LONG_HISTORIES : options.postgres ? POSTGRES_HISTORIES : HISTORIES);
  const length = options.length ?? (options.short ? SHORT_LENGTH_SECONDS : LENGTH_SECONDS);
  const actions = options.actions ?? (options.short ? SHORT_ACTIONS : ACTIONS);
  return seedsOf(options, wanted).map((seed): Trial => {
    const schedule = scheduleOf(seed, length * 1000, actions);
    const again =
      `npm run faults -- --seed ${seed} --histories 1 --no-scenarios --length ${length} --actions ` +
      `${actions}${options.postgres ? ' --postgres' : ''} --verbose`;
    return (engine, folder, id) => playHistory(engine, folder, id, schedule, again, say);
  });
}

/** Those that were asked for; and unless one seed is played again, those that have found something before. */
function seedsOf(options: Options, wanted: number): number[] {
  const asked = Array.from({ length: wanted }, (_, index) => options.seed + index);
  if (options.histories !== undefined || options.short) return asked;
  return [...new Set([...REGRESSION_SEEDS.map(({ seed }) => seed), ...asked])];
}

async function main(): Promise<number> {
  const options = readOptions();
  const cliPath = process.env['TEMPORAL_CLI_PATH'];
  if (!cliPath)
    throw new Error('TEMPORAL_CLI_PATH is not set: start by "npm run faults", which finds or makes the Temporal CLI');
  const say = options.verbose ? (line: string) => console.log(line) : () => undefined;
  const trials = [...scenarioTrials(options, say), ...historyTrials(options, say)];
  if (trials.length === 0) {
    console.error('there is nothing to try: no scenario has such a name, and no history was asked for');
    return 1;
  }
  const folder = mkdtempSync(join(tmpdir(), 'ctci-faults-'));
  const told = (verdict: Verdict): void => console.log(verdictInWords(verdict));
  const startEngine = (engineFolder: string) =>
    options.postgres ? startPostgresEngine(engineFolder) : startEngineProcess(cliPath, engineFolder);
  if (options.postgres) chmodSync(folder, 0o755); // Postgres runs as a user of its own
  const lanes = options.postgres ? 1 : (options.lanes ?? (options.short ? SHORT_LANES : LANES));
  const verdicts = await runInLanes(startEngine, folder, lanes, trials, told);
  const isHistory = ({ name }: Verdict): boolean => name.startsWith('seed ');
  const { text, broken } = reportOf(
    verdicts.filter((one) => !isHistory(one)),
    verdicts.filter(isHistory),
  );
  console.log(text);
  if (broken === 0 && !options.keep) rmSync(folder, { recursive: true, force: true });
  return broken === 0 ? 0 : 1;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => process.exit(1));
}
process.on('exit', endAllLeft);
process.exitCode = 1; // until there is a verdict

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import type { Bench } from './measurement';
import { inWords, lastLine, tableOf, writeResults, type SectionResult } from './report/results';
import { MEASUREMENTS } from './sections';

interface Options {
  readonly long: boolean;
  readonly peer: boolean;
  readonly out: string;
}

const RESULTS_FILE = join(__dirname, '..', '..', 'bench', 'results.json');

async function main(): Promise<number> {
  const command = new Command('bench')
    .description('Measures speed and cost against their goals. Exit codes: 0 all goals are met, 1 one is missed.')
    .addArgument(
      new Argument('[sections...]', 'what to measure; without any, everything').choices(
        MEASUREMENTS.map(({ section }) => section),
      ),
    )
    .option('--long', 'with half an hour of idling, and a quiet hour of a service of events', false)
    .option('--peer', "Devo's Python SDK must be measured too; without it, only where there is a Python", false)
    .option('--out <file>', 'where the numbers go', RESULTS_FILE)
    .parse();
  const options = command.opts<Options>();
  const cliPath = process.env['TEMPORAL_CLI_PATH'];
  if (!cliPath)
    throw new Error('TEMPORAL_CLI_PATH is not set: start by "npm run bench", which finds or makes the Temporal CLI');
  delete process.env['TEMPORAL_ADDRESS']; // the bench has a Temporal of its own

  const folder = mkdtempSync(join(tmpdir(), 'ctci-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const bench: Bench = {
    folder,
    cliPath,
    long: options.long,
    peer: options.peer,
    say: (line) => console.log(`  ${line}`),
  };
  const results = await measureAll(bench, command.args);
  writeResults(options.out, results);
  const { words, missed } = lastLine(results);
  console.log(`${tableOf(results)}\n${words}`);
  return missed > 0 ? 1 : 0;
}

async function measureAll(bench: Bench, wanted: readonly string[]): Promise<readonly SectionResult[]> {
  const results: SectionResult[] = [];
  for (const measurement of MEASUREMENTS) {
    const { section } = measurement;
    if (wanted.length > 0 && !wanted.includes(section)) continue;
    console.log(section);
    const startedAt = performance.now();
    const lines = await measurement.run(bench);
    for (const line of lines) bench.say(inWords(line));
    results.push({ section, seconds: Math.round((performance.now() - startedAt) / 1000), lines });
  }
  return results;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

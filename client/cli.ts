#!/usr/bin/env node
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../package.json';
import { CollectorError } from '../config/errors/collector-error';
import { apply } from './apply';
import { check } from './check';
import { completionScript, SHELLS, type Shell } from './completion/completion';
import { chooseConfig, chooseExistingConfig, USUAL_CONFIG } from './config-file';
import { explain } from './explain';
import { history } from './history';
import type { GivenAnswers } from './init/answers';
import { init } from './init/init';
import { QUESTIONS } from './init/questions';
import { openCollector, type Collector, type CommonOptions } from './open-collector';
import { printError, printResult } from './print';
import { preview } from './preview';
import { pull } from './pull';
import { release } from './release';
import { reset } from './reset';
import { start } from './start';
import { status } from './status';
import { stop } from './stop';
import { up } from './up/up';
import { verify } from './verify';
import { EXIT, type VerbResult } from './verb-result';
import { say } from './voice';
import { watchStatus } from './watch-status';
import { worker } from './worker';

interface GivenOptions extends Omit<CommonOptions, 'config'> {
  readonly config?: string;
}

interface ActionOptions extends GivenOptions {
  readonly all: boolean;
  readonly now: boolean;
  readonly yes: boolean;
  readonly watch: boolean;
  readonly timeout: number;
  readonly limit: number;
}

type OnCollector = (collector: Collector, options: ActionOptions, argument: string | undefined) => Promise<VerbResult>;

let exitCode: number = EXIT.done;

function program(): Command {
  const commands = new Command('ctci-collector')
    .description('Keeps the CTCI CVE Early Warning List as a lookup in Devo. Exit codes: 0 done, 1 failed or not well, 2 wrong usage or configuration, 3 nothing running.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  verb(commands, 'up', 'run everything: Temporal if none is given, worker, crons, first pull, a line per pull').action(async (given: GivenOptions) => {
    const choice = chooseConfig(given.config, process.env);
    exitCode = await up({ choice, env: process.env, say: (line) => say(`${line}\n`) });
  });
  verb(commands, 'worker', 'run only the worker').action(async (given: GivenOptions) => {
    exitCode = await worker({ ...given, config: chooseExistingConfig(given.config, process.env) });
  });
  onCollector(withTimeout(verb(commands, 'start', 'start the cron of every enabled service, and make the first pull at once')), (collector, { timeout }) => start(collector, { timeoutSeconds: timeout }));
  onCollector(verb(commands, 'apply', 'bring the running crons to what the configuration says'), (collector) => apply(collector));
  onCollector(verb(commands, 'status', 'show every service: state, last and next pull, rows, held list, last failure').option('--watch', 'again every 2 s, until Ctrl-C', false), (collector, { watch, json }) => {
    if (watch && json) throw new CollectorError('usage', { setting: '--watch', seen: '--json prints one document, and --watch has no end' });
    return watch ? watchStatus(collector) : status(collector);
  });
  onCollector(withTimeout(verb(commands, 'pull', 'pull now, wait, print the report')), (collector, { timeout }) => pull(collector, { timeoutSeconds: timeout }));
  onCollector(verb(commands, 'preview', 'what the next pull would send; sends nothing, changes nothing'), (collector) => preview(collector));
  onCollector(withNow(verb(commands, 'reset [value]', 'deliver everything again: signal a new value of reset_persistence_auth')), (collector, { all, now, timeout }, value) =>
    reset(collector, { all, now, timeoutSeconds: timeout, ...(value !== undefined && { value }) }));
  onCollector(withNow(verb(commands, 'release', 'let the held list through once')), (collector, { all, now, timeout }) => release(collector, { all, now, timeoutSeconds: timeout }));
  onCollector(verb(commands, 'history', 'the last pulls: time, received, changes, sent, duration, outcome').option('--limit <count>', 'how many', wholeNumber, 20), (collector, { limit }) => history(collector, { limit }));
  onCollector(verb(commands, 'verify', 'compare what Devo says of the lookup with the carried state'), (collector) => verify(collector));
  verb(commands, 'check', 'do what a pull would do, short of sending; each failure with its remedy').action(async (given: GivenOptions) => {
    finish(await check({ ...given, config: chooseExistingConfig(given.config, process.env) }, process.env), given.json);
  });
  onCollector(verb(commands, 'stop', 'end the cron').option('--yes', 'do not ask', false).option('--all', 'all services that match', false), (collector, { yes, all }) => stop(collector, { yes, all }));
  verb(commands, 'explain [number]', 'one error of the catalogue: message, cause, remedy; without a number, all of them').action((number: string | undefined, given: GivenOptions) => {
    finish(explain(number), given.json);
  });
  initVerb(commands);
  commands
    .command('completion')
    .description('print a script that completes verbs and options in a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .action((shell: Shell) => say(completionScript(commands, shell)));
  return commands;
}

function initVerb(commands: Command): void {
  const command = commands
    .command('init')
    .description('make a commented configuration: asks in a terminal, and takes all answers as options')
    .option('--config <file>', 'file to write (default: CTCI_CONFIG, else config.yaml)')
    .option('--force', 'write over what is there', false)
    .option('--json', 'one JSON document on stdout, and nothing else', false);
  for (const { option, words, fallback } of Object.values(QUESTIONS)) command.option(`${option} <answer>`, `${words}${fallback === null ? '' : ` (default: ${fallback})`}`);
  command.action(async ({ config, force, json, ...given }: GivenAnswers & { config?: string; force: boolean; json: boolean }) => {
    const terminal = process.stdin.isTTY ? { input: process.stdin, output: process.stderr } : null; // stdout is for the result
    finish(await init({ file: config ?? (process.env['CTCI_CONFIG'] || USUAL_CONFIG), force, given, env: process.env, terminal }), json);
  });
}

function verb(commands: Command, name: string, description: string): Command {
  return commands
    .command(name)
    .description(description)
    .option('--config <file>', 'configuration (default: CTCI_CONFIG, else config.yaml)')
    .option('--input <name>', 'only this input')
    .option('--service <name>', 'only this service')
    .option('--json', 'one JSON document on stdout, and nothing else', false);
}

function withTimeout(command: Command): Command {
  return command.addOption(new Option('--timeout <seconds>', 'how long to wait for a pull').argParser(wholeNumber).default(3_000));
}

function withNow(command: Command): Command {
  return withTimeout(command).option('--now', 'pull at once, and wait as "pull" does', false).option('--all', 'all services that match', false);
}

function onCollector(command: Command, act: OnCollector): void {
  command.action(async (...given: unknown[]) => {
    const argument = typeof given[0] === 'string' ? given[0] : undefined;
    const options = command.opts<Omit<ActionOptions, 'config'> & GivenOptions>();
    const collector = await openCollector({ ...options, config: chooseExistingConfig(options.config, process.env) }, process.env);
    try {
      finish(await act(collector, options, argument), options.json);
    } finally {
      await collector.close();
    }
  });
}

function finish(result: VerbResult, json: boolean): void {
  printResult(result, json);
  exitCode = result.exit;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}

async function main(): Promise<void> {
  process.stdout.on('error', () => process.exit(EXIT.failed)); // nobody reads any more: `... | head`
  try {
    await program().parseAsync();
  } catch (error) {
    const asked = error instanceof CommanderError && error.exitCode === 0; // --help or --version, printed already
    if (!asked) exitCode = printError(error, process.argv.includes('--json'));
  }
  process.exitCode = exitCode;
}

void main();

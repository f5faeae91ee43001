#!/usr/bin/env node
import { Argument, Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { CollectorError } from '../errors/collector-error';
import { apply } from './verbs/apply';
import { check } from './verbs/check';
import { finish } from './command-line/finish';
import { initVerb } from './command-line/init-verb';
import { onCollector } from './command-line/on-collector';
import { refuseOptions, verb, wholeNumber, withNow, withTimeout, type GivenOptions } from './command-line/verb-options';
import { completionScript, SHELLS, type Shell } from './completion/completion';
import { chooseConfig, chooseExistingConfig } from './config-file';
import { explain } from './verbs/explain';
import { history } from './verbs/history';
import { printError } from './print';
import { preview } from './verbs/preview';
import { pull } from './verbs/pull';
import { release } from './verbs/release';
import { reset } from './verbs/reset';
import { start } from './verbs/start';
import { exportState, importState } from './verbs/state';
import { status } from './verbs/status';
import { stop } from './verbs/stop';
import { up } from './up/up';
import { verify } from './verbs/verify';
import { EXIT } from './verb-result';
import { say, watchOutput } from './voice';
import { watchStatus } from './watch-status';
import { worker } from './verbs/worker';

const SERVES_ALL = 'it serves every enabled service of the configuration; set enabled: false for the others';

/** All verbs, each with what it does. */
function program(): Command {
  const commands = new Command('ctci-collector')
    .description(
      'Keeps the CTCI CVE Early Warning List as a lookup in Devo. Exit codes: 0 done, 1 failed or not well, 2 wrong usage or configuration, 3 nothing running.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  verb(commands, 'up', 'run everything: Temporal if none is given, worker, crons, first pull, a line per pull').action(
    async (given: GivenOptions) => {
      const choice = chooseConfig(given.config, process.env);
      process.exitCode = await up({ ...given, choice, env: process.env });
    },
  );
  verb(commands, 'worker', 'run only the worker').action(async (given: GivenOptions) => {
    refuseOptions('worker', given, {
      json: 'it prints a log, and no document; LOG_FORMAT=json makes each line JSON',
      input: SERVES_ALL,
      service: SERVES_ALL,
    });
    process.exitCode = await worker({ config: chooseExistingConfig(given.config, process.env) });
  });
  onCollector(
    withTimeout(verb(commands, 'start', 'start the cron of every enabled service, and make the first pull at once')),
    (collector, { timeout }) => start(collector, { timeoutSeconds: timeout }),
  );
  onCollector(
    verb(commands, 'apply', 'bring the running crons to what the configuration says'),
    (collector) => apply(collector),
    { withNone: true },
  );
  onCollector(
    verb(commands, 'status', 'show every service: state, last and next pull, rows, held list, last failure').option(
      '--watch',
      'again every 2 s, until Ctrl-C',
      false,
    ),
    (collector, { watch, json }) => {
      if (watch && json)
        throw new CollectorError('usage', {
          setting: '--watch',
          seen: '--json prints one document, and --watch has no end',
        });
      return watch ? watchStatus(collector) : status(collector);
    },
  );
  onCollector(withTimeout(verb(commands, 'pull', 'pull now, wait, print the report')), (collector, { timeout }) =>
    pull(collector, { timeoutSeconds: timeout }),
  );
  onCollector(verb(commands, 'preview', 'what the next pull would send; sends nothing, changes nothing'), (collector) =>
    preview(collector),
  );
  onCollector(
    withNow(verb(commands, 'reset [value]', 'deliver everything again: signal a new value of reset_persistence_auth')),
    (collector, { all, now, timeout }, value) =>
      reset(collector, { all, now, timeoutSeconds: timeout, ...(value !== undefined && { value }) }),
  );
  onCollector(
    withNow(verb(commands, 'release', 'let the held list through once')),
    (collector, { all, now, timeout }) => release(collector, { all, now, timeoutSeconds: timeout }),
  );
  onCollector(
    verb(commands, 'history', 'the last pulls: time, received, changes, sent, duration, outcome').option(
      '--limit <count>',
      'how many',
      wholeNumber,
      20,
    ),
    (collector, { limit }) => history(collector, { limit }),
  );
  onCollector(verb(commands, 'verify', 'compare what Devo says of the lookup with the carried state'), (collector) =>
    verify(collector),
  );
  verb(commands, 'check', 'do what a pull would do, short of sending; each failure with its remedy')
    .option('--offline', 'only the configuration and its secrets; asks no Temporal, CTCI or Devo', false)
    .action(async (given: GivenOptions & { readonly offline: boolean }) => {
      finish(
        await check({ ...given, config: chooseExistingConfig(given.config, process.env) }, process.env),
        given.json,
      );
    });
  onCollector(
    verb(commands, 'stop', 'end the cron')
      .option('--yes', 'do not ask', false)
      .option('--all', 'all services that match', false),
    (collector, { yes, all }) => stop(collector, { yes, all }),
  );
  onCollector(
    verb(
      commands,
      'state <export|import> [file]',
      "print the state of a service, or take one over: of a collector elsewhere, or of Devo's ThreatQuotient collector",
    ),
    (collector, _options, action, file) => {
      if (action === 'export' && file === undefined) return exportState(collector);
      if (action === 'import' && file !== undefined) return importState(collector, file);
      throw new CollectorError('usage', {
        setting: 'state',
        seen: '"state export" prints the state, "state import FILE" takes one over',
      });
    },
  );
  verb(
    commands,
    'explain [number]',
    'one error of the catalogue: message, cause, remedy; without a number, all of them',
  ).action((number: string | undefined, given: GivenOptions) => {
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

async function main(): Promise<void> {
  watchOutput(() => process.exit(EXIT.failed));
  const commands = program();
  try {
    await commands.parseAsync();
  } catch (error) {
    const asked = error instanceof CommanderError && error.exitCode === 0; // --help or --version, printed already
    if (asked) return;
    if (error instanceof CommanderError && error.code === 'commander.help')
      helpWithoutVerb(commands, process.argv.slice(2));
    else process.exitCode = printError(error, process.argv.includes('--json'));
  }
}

/** Nothing was typed: that is no mistake, and the help is the answer. Or `help` was asked about what is no verb. */
function helpWithoutVerb(commands: Command, [help, name]: readonly string[]): void {
  if (help === undefined || name === undefined) say(commands.helpInformation());
  else process.exitCode = printError(new CollectorError('usage', { seen: `unknown command '${name}'` }), false);
}

void main();

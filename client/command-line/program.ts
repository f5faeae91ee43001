import { Argument, Command, Option } from 'commander';
import { version } from '../../package.json';
import { ownCommand } from '../../config/own-command';
import { HELP_PAGES } from './help-pages';
import type { VerbResult } from '../verb-result';
import { waitInSilence } from '../waiting/waiting';
import { chooseColor } from '../words/color';
import type { VerbOption } from './option';
import type { Verb } from './verb';

/** Name of the program, as it is installed. */
export const PROGRAM = 'ctci-collector';

/** Gets what a verb has to say, whether one JSON document is wanted, and whether a long text is shown in pages. */
export type Finish = (result: VerbResult | number, json: boolean, inPages: boolean) => Promise<void> | void;

/** A program of these verbs. */
export function createProgram(
  verbs: readonly Verb[],
  allVerbs: () => Promise<readonly Verb[]>,
  finish: Finish,
): Command {
  const program = new Command(PROGRAM)
    .description(
      'Keeps lists of exploited vulnerabilities as lookups in Devo, and sends events of ThreatQuotient there.',
    )
    .helpCommand('help [topic]', 'help of a verb, or a page: environment, exit-codes, files')
    .addHelpText('after', () => `\nPages:\n${pagesInWords()}`)
    .version(version)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  for (const each of verbs) addVerb(program, each, allVerbs, finish);
  return program;
}

function addVerb(program: Command, verb: Verb, allVerbs: () => Promise<readonly Verb[]>, finish: Finish): void {
  const command = program.command(verb.name).description(verb.summary).helpGroup(`${verb.group}:`);
  for (const { usage, words, choices } of verb.args ?? []) {
    const argument = new Argument(usage, words);
    command.addArgument(choices === undefined ? argument : argument.choices([...choices]));
  }
  if (verb.more !== undefined) command.description(`${verb.summary}\n\n${verb.more}`).summary(verb.summary);
  command.addHelpText('after', () => examplesInWords(verb));
  for (const option of Object.values(verb.options)) command.addOption(commanderOption(option));
  command.action(async () => {
    const typed = command.opts<Record<string, unknown>>();
    const options = Object.fromEntries(
      Object.entries(verb.options).map(([name, { fallback }]) => [name, typed[name] ?? fallback]),
    );
    const args: (string | undefined)[] = command.processedArgs.map((each: unknown) =>
      typeof each === 'string' ? each : undefined,
    );
    chooseColor(options['color'], process.env);
    if (options['json'] === true) waitInSilence();
    await finish(await verb.run({ options, args, allVerbs }), options['json'] === true, options['pager'] === true);
  });
}

function examplesInWords({ examples }: Verb): string {
  const lines = examples.map(({ line, does }) => `  ${ownCommand()} ${line}\n      ${does}`);
  return `\nExamples:\n${lines.join('\n')}`;
}

function pagesInWords(): string {
  return Object.entries(HELP_PAGES)
    .map(([name, { summary }]) => `  help ${name.padEnd(28)}${summary}`)
    .join('\n');
}

function commanderOption({ flags, words, usual, choices, read }: VerbOption<unknown>): Option {
  const option = new Option(flags, usual === undefined ? words : `${words} (default: ${usual})`);
  if (choices) option.choices([...choices]);
  if (read) option.argParser(read);
  return option;
}

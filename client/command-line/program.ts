import { Argument, Command, Option } from 'commander';
import { version } from '../../package.json';
import type { VerbResult } from '../verb-result';
import type { VerbOption } from './option';
import type { Verb } from './verb';

/** Name of the program, as it is installed. */
export const PROGRAM = 'ctci-collector';

/** Gets what a verb has to say, and whether one JSON document is wanted. */
export type Finish = (result: VerbResult | number, json: boolean) => void;

/** A program of these verbs. */
export function createProgram(
  verbs: readonly Verb[],
  allVerbs: () => Promise<readonly Verb[]>,
  finish: Finish,
): Command {
  const program = new Command(PROGRAM)
    .description(
      'Keeps the CTCI CVE Early Warning List as a lookup in Devo. ' +
        'Exit codes: 0 done, 1 failed or not well, 2 wrong usage or configuration, 3 nothing running.',
    )
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
  for (const option of Object.values(verb.options)) command.addOption(commanderOption(option));
  command.action(async () => {
    const typed = command.opts<Record<string, unknown>>();
    const options = Object.fromEntries(
      Object.entries(verb.options).map(([name, { fallback }]) => [name, typed[name] ?? fallback]),
    );
    const args: (string | undefined)[] = command.processedArgs.map((each: unknown) =>
      typeof each === 'string' ? each : undefined,
    );
    finish(await verb.run({ options, args, allVerbs }), options['json'] === true);
  });
}

function commanderOption({ flags, words, usual, choices, read }: VerbOption<unknown>): Option {
  const option = new Option(flags, usual === undefined ? words : `${words} (default: ${usual})`);
  if (choices) option.choices([...choices]);
  if (read) option.argParser(read);
  return option;
}

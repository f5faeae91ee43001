import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CommonOptions } from '../open-collector';

/** Options that every verb on services has, as they were given. */
export interface GivenOptions extends Omit<CommonOptions, 'config'> {
  readonly config?: string;
}

/** A verb, with the options that all of them have. */
export function verb(commands: Command, name: string, description: string): Command {
  return commands
    .command(name)
    .description(description)
    .option('--config <file>', 'configuration (default: CTCI_CONFIG, else config.yaml)')
    .option('--input <name>', 'only this input')
    .option('--service <name>', 'only this service')
    .option('--json', 'one JSON document on stdout, and nothing else', false);
}

/** For a verb that waits for a pull. */
export function withTimeout(command: Command): Command {
  return command.addOption(new Option('--timeout <seconds>', 'how long to wait for a pull').argParser(wholeNumber).default(3_000));
}

/** For a verb that marks something for the next pull, or pulls at once. */
export function withNow(command: Command): Command {
  return withTimeout(command).option('--now', 'pull at once, and wait as "pull" does', false).option('--all', 'all services that match', false);
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}

import { InvalidArgumentError, Option, type Command } from 'commander';
import { CollectorError } from '../../errors/collector-error';
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

/** The longest that a timer of Node waits: 2^31 - 1 ms. A longer one would end at once. */
const LONGEST_SECONDS = 2_147_483;

/** For a verb that waits for a pull. */
export function withTimeout(command: Command): Command {
  return command.addOption(
    new Option('--timeout <seconds>', 'how long to wait for a pull').argParser(secondsToWait).default(3_000),
  );
}

/** For a verb that marks something for the next pull, or pulls at once. */
export function withNow(command: Command): Command {
  return withTimeout(command)
    .option('--now', 'pull at once, and wait as "pull" does', false)
    .option('--all', 'all services that match', false);
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}

function secondsToWait(text: string): number {
  const seconds = /^[1-9]\d*$/.test(text) ? Number(text) : 0;
  if (seconds < 1 || seconds > LONGEST_SECONDS)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${LONGEST_SECONDS} (24 days).`);
  return seconds;
}

/** Refuses options that a verb would ignore, with why. Throws CollectorError `usage`. */
export function refuseOptions(
  verbName: string,
  given: GivenOptions,
  reasons: Readonly<Partial<Record<keyof GivenOptions, string>>>,
): void {
  const options: Readonly<Partial<Record<string, unknown>>> = { ...given };
  for (const [name, why] of Object.entries(reasons)) {
    if (options[name] !== undefined && options[name] !== false)
      throw new CollectorError('usage', { setting: `--${name}`, seen: `"${verbName}" does not take it: ${why}` });
  }
}

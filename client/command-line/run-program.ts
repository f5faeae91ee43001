import { CommanderError, type Command } from 'commander';
import { CollectorError } from '../../errors/collector-error';
import { helpPage, isHelpPage } from './help-pages';
import { EXIT } from '../verb-result';
import { say, watchOutput } from '../voice';

/** Runs what was typed; leaves the exit code to the end of the process. */
export async function runProgram(program: Command, args: readonly string[]): Promise<void> {
  watchOutput(() => process.exit(EXIT.failed));
  const [first, topic] = args;
  if (first === 'help' && isHelpPage(topic)) {
    say(`${helpPage(topic)}\n`);
    return;
  }
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    const asked = error instanceof CommanderError && error.exitCode === 0; // --help or --version, printed already
    if (asked) return;
    if (error instanceof CommanderError && error.code === 'commander.help') await helpWithoutVerb(program, args);
    else await complainOf(error, args.includes('--json'));
  }
}

/** Nothing was typed: that is no mistake, and the help is the answer. Or `help` was asked about what is no verb. */
async function helpWithoutVerb(program: Command, [help, name]: readonly string[]): Promise<void> {
  if (help === undefined || name === undefined) program.outputHelp();
  else await complainOf(new CollectorError('usage', { seen: `unknown command '${name}'` }), false);
}

/** What tells errors knows those of Temporal's client too, which takes long to load. */
async function complainOf(error: unknown, json: boolean): Promise<void> {
  const { printError } = await import('../print-error.js');
  process.exitCode = printError(error, json);
}

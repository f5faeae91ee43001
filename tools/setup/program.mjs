import { existsSync } from 'node:fs';
import { runMain } from 'node:module';
import { join } from 'node:path';
import { createNarrator } from './narrator.mjs';
import { DIST } from './project.mjs';
import { SetupError, asSetupError, reportSetupError } from './setup-error.mjs';
import { endOnInterrupt, setUp } from './set-up.mjs';
import { provideTemporalCli } from './temporal-cli.mjs';

/**
 * Sets up what is needed and then becomes the program: same process, so that signals, terminal and exit code are
 * its own. The program finds itself started as by `node dist/<entry> <args>`.
 *
 * @param {{ entry: string, args: readonly string[], stream: { write(text: string): unknown }, engine: boolean }} options
 *   `engine`: whether the program may start a Temporal server, and so needs the CLI; its path is handed over in TEMPORAL_CLI_PATH
 */
export async function setUpAndRun({ entry, args, stream, engine }) {
  const narrator = createNarrator(stream);
  const file = join(DIST, entry);
  const release = endOnInterrupt();
  try {
    await setUp(narrator);
    const cli = engine ? await provideTemporalCli(narrator) : null;
    if (cli !== null) process.env.TEMPORAL_CLI_PATH = cli;
    if (!existsSync(file)) throw new SetupError(`There is no ${entry} in dist/: this checkout lacks its source.`);
  } catch (error) {
    reportSetupError(asSetupError(error), args.includes('--json'));
    return;
  } finally {
    release();
  }
  process.argv = [process.argv[0], file, ...args];
  runMain(file);
}

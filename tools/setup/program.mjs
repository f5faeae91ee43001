import { existsSync } from 'node:fs';
import { runMain } from 'node:module';
import { join } from 'node:path';
import { currentBuild, useBuild } from './build/builds.mjs';
import { createNarrator } from './narrator.mjs';
import { ownCommand } from './own-command.mjs';
import { compileAhead } from './build/compile-ahead.mjs';
import { isPrebuilt } from './build/prebuilt.mjs';
import { DIST } from './project.mjs';
import { SetupError, asSetupError, reportSetupError } from './setup-error.mjs';
import { endOnInterrupt, setUp } from './set-up.mjs';
import { provideTemporalCli } from './temporal-cli/temporal-cli.mjs';

/**
 * Sets up what is needed and then becomes the program: same process, so that signals, terminal and exit code are
 * its own. The program finds itself started as by `node <build>/<entry> <args>`, and stays with that build whatever is
 * built beside it.
 *
 * @param {{ build?: () => string, entry: string, args: readonly string[], stream: { write(text: string): unknown },
 *   engine: boolean, client?: boolean }} options
 *   `client`: see `setUp`; `engine`: whether the program may start a Temporal server, and so needs the CLI; its path
 * is handed over in TEMPORAL_CLI_PATH
 */
export async function setUpAndRun({ build = currentBuild, entry, args, stream, engine, client = false }) {
  const narrator = createNarrator(stream);
  let file = '';
  const release = endOnInterrupt();
  try {
    await setUp(narrator, { build: true, client });
    const cli = engine ? await provideTemporalCli(narrator) : null;
    if (cli !== null) process.env.TEMPORAL_CLI_PATH = cli;
    if (isPrebuilt() && !existsSync(DIST)) throw lacks(entry);
    const folder = build();
    if (!isPrebuilt()) useBuild(folder);
    file = join(folder, entry);
    if (!existsSync(file)) throw lacks(entry);
    await compileAhead(folder);
  } catch (error) {
    reportSetupError(asSetupError(error), args.includes('--json'));
    return;
  } finally {
    release();
  }
  process.env.CTCI_COLLECTOR_COMMAND = ownCommand();
  process.argv = [process.argv[0], file, ...args];
  runMain(file);
}

function lacks(entry) {
  if (!isPrebuilt()) return new SetupError(`There is no ${entry} in dist/: this checkout lacks its source.`);
  return new SetupError(`There is no ${entry} in this package: it was packed without its build.`, {
    remedy:
      'Pack it again with "npm run release", or with "npm pack" where npm is allowed to run ' +
      'scripts (no ignore-scripts).',
  });
}

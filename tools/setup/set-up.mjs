import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { buildIsCurrent, buildProduct } from './build/build.mjs';
import { usersOfBuilds } from './build/builds.mjs';
import { BUILD_PREFIX, DIST, ROOT } from './project.mjs';
import { installPackages, packagesAreCurrent } from './packages/packages.mjs';
import { isPrebuilt } from './build/prebuilt.mjs';
import { endCommands } from './run-command.mjs';
import { withLock } from './files/lock.mjs';
import { SetupError, asSetupError } from './setup-error.mjs';

export const SETUP_LOCK = join(ROOT, `${BUILD_PREFIX}setup.lock`);

/**
 * Brings a checkout to where the product can be started: packages and build. Starts beside each other take turns.
 * What a running process may still load is left as it is: builds are made beside it, and packages are not installed.
 * A package of npm was brought there before it was packed, and npm has installed what it needs: nothing is left to do.
 *
 * @param {import('./narrator.mjs').Narrator} narrator
 * @param {{ build: boolean, plain?: boolean, client?: boolean }} wanted `plain`: `dist` shall be a folder, not a
 *   link to
 *   one; `client`: for a verb that asks what runs, and may be of the same build as that
 */
export async function setUp(narrator, wanted = { build: true }) {
  if (isPrebuilt()) return;
  const lacking = [
    ...(packagesAreCurrent(ROOT) ? [] : ['the packages']),
    ...(!wanted.build || buildIsCurrent(wanted) ? [] : ['the build']),
  ];
  if (lacking.length === 0) return;
  try {
    await withLock(
      SETUP_LOCK,
      () => mend(narrator, wanted),
      () => narrator.say('Setup: another process is at it; waiting'),
    );
  } catch (error) {
    const remedy =
      `${lacking.join(' and ')} in ${ROOT} are not those of its sources. Run "node ` +
      'tools/build.mjs" there as a user who may write, or copy it to a place of your own.';
    throw asSetupError(error, `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}`);
  }
}

async function mend(narrator, { build, plain, client }) {
  try {
    await installPackages(ROOT, narrator, refuseUnderRunning);
  } catch (error) {
    if (!(error instanceof PackagesInUse) || !client || !existsSync(DIST)) throw error;
    narrator.say(`Packages: ${error.message} This command is of the build that was there before.`);
    return;
  }
  if (build) await buildProduct(narrator, { plain });
}

/** npm removes every package before it installs: a running process would find nothing where it looks next. */
class PackagesInUse extends SetupError {}

function refuseUnderRunning() {
  const [pid] = usersOfBuilds();
  if (pid === undefined) return;
  throw new PackagesInUse(
    `package-lock.json has changed, and process ${pid} runs from this checkout: its packages stay as they are.`,
    {
      remedy: `Stop process ${pid}, then start again: the packages are installed at the next start.`,
    },
  );
}

/**
 * Ctrl-C during the setup ends what it has started, and the process with the code that shells expect. So does a
 * terminal that is closed; without one the setup goes on, as what it prepares does (`nohup`).
 */
export function endOnInterrupt() {
  const inTerminal = isatty(0) || isatty(1);
  const handlers = new Map([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]);
  const listeners = [...handlers].map(([signal, code]) => {
    const listener = () => {
      if (signal === 'SIGHUP' && !inTerminal) return;
      endCommands();
      process.exit(code);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => listeners.forEach((remove) => remove());
}
